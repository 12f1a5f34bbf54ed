import type { Memento } from 'vscode';
import type { CredentialVault } from '../auth/credentialVault';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { createDemoCredentials, demoConnections, toDemoAccount } from '../simulator/demoAccounts';
import { createDemoWorld } from '../simulator/demoWorld';
import { createSimulatedCloud } from '../simulator/simulatedCloud';
import { isSimulatedWorld } from '../simulator/simulatedTask';
import type { TaskRepository } from '../tasks/taskRepository';
import type { TaskService } from '../tracking/taskService';

const worldKey = 'demoWorld';
/** A window looks this often whether the one that ran the demo is gone; ms. */
const takeOverEvery = 15_000;

/** Whether a connection is one of the demo's. */
export function isDemo(connection: string): boolean {
  return demoConnections('').some(({ id }) => id === connection);
}

/**
 * The demo: a simulated cloud on loopback, four connections to it and their tasks. One window runs it; after a reload, or
 * when that window closes, the next one goes on where it was.
 */
export class Demo implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly cloud;
  private readonly takeOver = this.owned.add(new MutableDisposable());
  private running = false;

  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly vault: CredentialVault,
    private readonly service: TaskService,
    private readonly store: TaskRepository,
    private readonly memento: Memento,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    this.cloud = this.owned.add(createSimulatedCloud({ clock, log }));
  }

  /** Whether the demo's connections are set up. */
  get isSetUp(): boolean {
    return this.connections.all().some(({ id }) => isDemo(id));
  }

  /** Sets the demo up and runs it; goes on with the one there is. @throws HumanError when no port can be had */
  async start(): Promise<void> {
    if (this.isSetUp) {
      await this.resume();
      return;
    }
    const origin = await this.cloud.start();
    this.running = true;
    const { world, tasks } = createDemoWorld(this.clock.now());
    await this.memento.update(worldKey, world);
    this.cloud.restore(world);
    for (const connection of demoConnections(origin)) {
      const credentials = createDemoCredentials(connection);
      const account = toDemoAccount(connection, credentials);
      if (account) {
        this.cloud.accounts.allow(account);
      }
      await this.connections.save(connection, credentials);
    }
    this.service.track(tasks.map(({ connection, id, name }) => ({ connection, id, name })));
    this.watch();
  }

  /** Runs the demo that an earlier window set up, unless another window runs it. */
  async resume(): Promise<void> {
    const [connection] = this.connections.all().filter(({ id }) => isDemo(id));
    const port = connection?.endpoint && URL.canParse(connection.endpoint) ? new URL(connection.endpoint).port : '';
    if (!port || this.running) {
      return;
    }
    try {
      const origin = await this.cloud.start(Number(port));
      this.running = true;
      const world = this.memento.get<unknown>(worldKey);
      if (isSimulatedWorld(world)) {
        this.cloud.restore(world);
      }
      for (const each of demoConnections(origin)) {
        const stored = await this.vault.read(each.id);
        const account = stored && toDemoAccount(each, stored.credentials);
        if (account) {
          this.cloud.accounts.allow(account);
        }
      }
    } catch (error) {
      this.log.debug(`The demo is run by another window: ${toError(error).message}`);
    }
    this.watch();
  }

  /** Ends the demo and removes its connections, their secrets and their tasks. */
  async stop(): Promise<void> {
    this.takeOver.current = undefined;
    this.running = false;
    for (const { id } of this.connections.all().filter((connection) => isDemo(connection.id))) {
      await this.connections.remove(id);
      this.store.removeOf(id);
    }
    await this.memento.update(worldKey, undefined);
    await this.cloud.stop();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private watch(): void {
    this.takeOver.current = this.clock.schedule(takeOverEvery, () => {
      if (this.isSetUp) {
        void this.resume().then(() => {
          this.watch();
        });
      }
    });
  }
}
