import type { Memento } from 'vscode';
import type { CredentialVault } from '../auth/credentialVault';
import { RunOnceScheduler } from '../base/async/runOnceScheduler';
import { Sequencer } from '../base/async/sequencer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { createDemoCredentials, demoConnections, toDemoAccount } from '../simulator/demo/demoAccounts';
import { isDemo } from '../simulator/demo/demoIds';
import { createDemoTasks } from '../simulator/demo/demoTasks';
import { createSimulatedCloud, type SimulatedCloud } from '../simulator/simulatedCloud';
import { isSavedCloud } from '../simulator/simulatedTask';
import type { Store } from '../tasks/ports/store';
import type { TaskService } from '../polling/taskService';
import { localizeText } from './shell/localize';

const savedKey = 'demoCloud';
/** Check this often (ms) whether the window that runs the demo is gone. */
const takeOverCheckMs = 15_000;

/**
 * The demo: a simulated cloud on loopback, four connections to it and their tasks. One window runs it. After a reload, or when
 * that window closes, another window continues it.
 */
export class Demo implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly takeOver: RunOnceScheduler;
  /** Two starts at once would set up two demos. */
  private readonly changes = new Sequencer();
  private readonly running = this.owned.add(new MutableDisposable<SimulatedCloud>());

  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly vault: CredentialVault,
    private readonly service: TaskService,
    private readonly store: Pick<Store, 'tasks'>,
    private readonly memento: Memento,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    this.takeOver = this.owned.add(
      new RunOnceScheduler({ clock }, () => {
        if (this.isSetUp) {
          void this.resume();
        } else {
          // Another window ended the demo.
          this.running.current = undefined;
        }
      }),
    );
  }

  /** Whether the demo's connections are set up. */
  get isSetUp(): boolean {
    return this.connections.all().some(({ id }) => isDemo(id));
  }

  /** Sets up and runs the demo, or continues an existing one. @throws UserError when no port is free */
  start(): Promise<void> {
    return this.changes.queue(() => this.startNow());
  }

  private async startNow(): Promise<void> {
    if (this.isSetUp) {
      await this.resume();
      return;
    }
    const cloud = createSimulatedCloud({ clock: this.clock, log: this.log });
    const origin = await cloud.start();
    this.run(cloud);
    const { saved, tasks } = createDemoTasks(this.clock.now(), localizeText);
    await this.memento.update(savedKey, saved);
    cloud.restore(saved);
    const connected = demoConnections(origin, localizeText).map((connection) => ({
      connection,
      credentials: createDemoCredentials(connection),
    }));
    for (const { connection, credentials } of connected) {
      const account = toDemoAccount(connection, credentials);
      if (account) {
        cloud.accounts.allow(account);
      }
    }
    await this.connections.saveAll(connected);
    this.service.track(tasks.map(({ connection, id, name }) => ({ connection, id, name })));
    this.takeOver.reschedule(takeOverCheckMs);
  }

  /** Runs a cloud. A task that was canceled stays so after a reload. */
  private run(cloud: SimulatedCloud): void {
    this.running.current = cloud;
    cloud.onDidRespond(({ method }) => {
      if (method === 'DELETE') {
        void this.memento.update(savedKey, cloud.save());
      }
    });
  }

  /** Runs the demo that an earlier window set up, unless another window runs it. */
  async resume(): Promise<void> {
    const connection = this.connections.all().find(({ id }) => isDemo(id));
    const port = URL.parse(connection?.endpoint ?? '')?.port;
    if (!port || this.running.current) {
      return;
    }
    const cloud = createSimulatedCloud({ clock: this.clock, log: this.log });
    try {
      const origin = await cloud.start(Number(port));
      this.run(cloud);
      const saved = this.memento.get<unknown>(savedKey);
      if (isSavedCloud(saved)) {
        cloud.restore(saved);
      }
      for (const each of demoConnections(origin)) {
        const stored = await this.vault.read(each.id);
        const account = stored && toDemoAccount(each, stored.credentials);
        if (account) {
          cloud.accounts.allow(account);
        }
      }
    } catch (error) {
      this.log.debug(`This window does not run the demo: ${toError(error).message}`);
      this.running.current = undefined;
      cloud.dispose();
    }
    this.takeOver.reschedule(takeOverCheckMs);
  }

  /** Ends the demo and removes its connections, their secrets and their tasks. */
  stop(): Promise<void> {
    return this.changes.queue(() => this.stopNow());
  }

  private async stopNow(): Promise<void> {
    this.takeOver.cancel();
    const ids = this.connections.all().flatMap(({ id }) => (isDemo(id) ? [id] : []));
    await this.connections.removeAll(ids);
    for (const id of ids) {
      this.store.tasks.removeOf(id);
    }
    await this.memento.update(savedKey, undefined);
    await this.running.current?.stop();
    this.running.current = undefined;
  }

  dispose(): void {
    this.owned.dispose();
  }
}
