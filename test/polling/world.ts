import { createCredentialVault, type CredentialVault } from '../../src/auth/credentialVault';
import type { Credentials } from '../../src/auth/credentials';
import { toDisposable, type Disposable } from '../../src/base/lifecycle';
import { TimeSlicer } from '../../src/base/timeSlicer';
import type { Connection } from '../../src/connections/connection';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import { builtInProviders } from '../../src/providers/builtInProviders';
import { createConnectionRules } from '../../src/providers/checkConnection';
import { createProviderRegistry, type ProviderRegistry } from '../../src/providers/registry';
import type { PresenceLevel } from '../../src/tasks/presence';
import type { TaskRef } from '../../src/tasks/task';
import type { Store } from '../../src/tasks/ports/store';
import type { TrackedTask } from '../../src/tasks/trackedTask';
import type { ServiceClient } from '../../src/client/callContext';
import type { PollingLimits } from '../../src/polling/schedule';
import { TaskService } from '../../src/polling/taskService';
import { Poller } from '../../src/polling/poller';
import type { Rejection } from '../../src/polling/pollBatch';
import { createMemoryStore } from '../store/memoryStore';
import { Sandbox } from '../store/sandbox';
import { settled, withoutTimers } from '../support/manualClock';
import { createMemorySetting } from '../support/memorySetting';
import { createSecretStore } from '../support/secretStore';
import { useFresh } from '../support/useFresh';
import { FakeService } from '../client/fakeService';

/** One window: all real services behind the editor, and what its poller reported. */
export interface TestWindow {
  readonly store: Store;
  readonly vault: CredentialVault;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly poller: Poller;
  readonly service: TaskService;
  /** Each rejection of credentials that the user is told of. */
  readonly rejections: readonly Rejection[];
  /** Ends it as the editor would. */
  close(): void;
}

/** What may be different about a window. */
export interface WindowOptions {
  /** This window's store on the file; when left out, the store in memory that the windows share. */
  readonly store?: Store;
  readonly client?: ServiceClient;
  /** Secrets that this window alone sees. */
  readonly secrets?: ReturnType<typeof createSecretStore>;
  readonly limits?: PollingLimits;
  readonly timeSlicer?: TimeSlicer;
  /** From 0 (included) to 1; one half when left out. */
  readonly random?: () => number;
  /** Where the user looks; `focused` when left out. */
  readonly presence?: () => PresenceLevel;
}

/** Nothing that a window does in the background may fail. */
function fail(error: unknown): never {
  throw error;
}

/** A connection named after its id, at Huawei Cloud DSC and with a token, unless said otherwise. */
export function connectionOf(id: string, more: Partial<Connection> = {}): Connection {
  const place = { region: 'cn-north-4', projectId: 'p1' };
  return { id, name: `My ${id}`, provider: 'huawei-dsc', credentials: 'iam-token', ...place, ...more };
}

/** A token. */
export const token = (text: string): Credentials => ({ kind: 'iam-token', token: text });

/** A user's machine: settings, keychain, file and clock, and the windows that share them. */
export class World {
  readonly sandbox = new Sandbox();
  readonly clock = this.sandbox.clock;
  readonly secrets = createSecretStore();
  readonly setting = createMemorySetting([connectionOf('works')]);
  readonly cloud = new FakeService(this.clock);
  // Without timers it does not check every second what other processes wrote.
  readonly store = createMemoryStore({
    clock: withoutTimers(this.clock),
    windowId: 'memory',
    log: this.sandbox.log,
  });
  private readonly owned: Disposable[] = [];
  private openedCount = 0;

  /** Opens a window. Its poller is yet to be started. */
  async open(options: WindowOptions = {}): Promise<TestWindow> {
    const { clock, sandbox, setting } = this;
    const { store = this.store, limits = { minInterval: 5_000, maxInterval: 60_000 } } = options;
    const client = options.client ?? this.cloud;
    const vault = createCredentialVault(options.secrets ?? this.secrets, clock);
    const providers = createProviderRegistry(builtInProviders);
    const connections = new ConnectionDirectory({ setting, vault, rules: createConnectionRules(providers), clock });
    const timeSlicer = options.timeSlicer ?? new TimeSlicer(clock, fail);
    const deps = { store, connections, providers, client, clock, log: sandbox.log };
    const poller = new Poller({
      ...deps,
      limits: () => limits,
      presence: options.presence ?? (() => 'focused'),
      random: options.random ?? (() => 0.5),
      timeSlicer,
    });
    const rejections: Rejection[] = [];
    poller.onDidReject((rejection) => rejections.push(rejection));
    const service = new TaskService({ store, connections, providers, client, clock });
    await connections.load();
    const close = (): void => {
      [poller, connections, providers, vault, timeSlicer].forEach((part) => {
        part.dispose();
      });
    };
    this.register(toDisposable(close));
    this.openedCount++;
    return { store, vault, connections, providers, poller, service, rejections, close };
  }

  /** Opens one more store on the file. */
  file(): Store {
    return this.sandbox.window(`window ${this.openedCount}`);
  }

  /** Opens a window and starts its poller, with a token for `works`. */
  async start(options: WindowOptions = {}): Promise<TestWindow> {
    const window = await this.open(options);
    if (window.connections.credentialAvailability('works') === 'none') {
      await window.vault.write('works', token('good'));
      await window.connections.load();
    }
    window.poller.start();
    return window;
  }

  /** Lets time pass, with all that happens in it. @param ms how much; a moment for what is due already */
  async run(ms = 5): Promise<void> {
    await this.clock.run(ms);
    await settled();
  }

  /** The ids of the tasks, and the pages, that were requested since {@link forgetRequests}, in their order. */
  requestedIds(): readonly string[] {
    return this.cloud.requests.map(({ id }) => id);
  }

  forgetRequests(): void {
    this.cloud.requests.splice(0);
  }

  /** Disposes it at the end, before all that was opened or registered earlier. */
  register<T extends Disposable>(disposable: T): T {
    this.owned.push(disposable);
    return disposable;
  }

  end(): void {
    for (const each of this.owned.reverse()) {
      each.dispose();
    }
    this.store.dispose();
    this.sandbox.end();
  }
}

/** Gives each test of a `describe` a world of its own. */
export function useWorld(): World {
  return useFresh(() => new World());
}

/** Tasks of `works` with the ids 1 to `count`. */
export function someTasks(count: number, connection = 'works'): readonly TaskRef[] {
  return Array.from({ length: count }, (_, index) => ({ connection, id: String(index + 1) }));
}

/** A task that must be there. */
export function taskIn({ store }: Pick<TestWindow, 'store'>, id: string, connection = 'works'): TrackedTask {
  const task = store.tasks.get({ connection, id });
  if (!task) {
    throw new Error(`There is no task ${id}.`);
  }
  return task;
}
