import { Disposable as HostDisposable, type CancellationToken } from 'vscode';
import type { CloudTasksApi, CloudTasksExports, ErrorCode, Task } from '../../api';
import { onAbort } from '../../base/async/abort';
import { UserError } from '../../base/errors';
import { DisposableStore, toDisposable, type Disposable } from '../../base/lifecycle';
import { loadChunk } from '../../base/loadChunk';
import { message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { statusOf } from '../../connections/connectionStatus';
import { failureMessage } from '../../http/failureMessage';
import { createTaskChanges } from '../../notices/taskChanges';
import type { Snapshot, TaskRef } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import { withSignal } from '../shell/progress';
import { localize } from '../shell/localize';
import type { Services } from '../services';
import { snapshotInWords } from '../text/words';
import { acceptNow } from './acceptNow';
import { readConnection, readCredentials, readQuery, readRef } from './apiArguments';
import { toApiError } from './apiError';

type ApiDeps = Pick<
  Services,
  'store' | 'connections' | 'definitions' | 'providers' | 'service' | 'poller' | 'clock' | 'log'
>;

const loadGate = () => loadChunk(() => import('./connectionGate'));
const loadWaits = () => loadChunk(() => import('./awaitTask'));

/** Creates the exports of this extension. */
export function createPublicApi(deps: ApiDeps): CloudTasksExports & Disposable {
  const owned = new DisposableStore();
  let api: CloudTasksApi | undefined;
  return {
    getAPI(version) {
      // The caller may be plain JavaScript.
      if ((version as number) !== 1) {
        throw new Error(`Cloud Task Tracker has version 1 of its interface, not ${String(version)}.`);
      }
      return (api ??= createVersion1(deps, owned));
    },
    dispose() {
      owned.dispose();
    },
  };
}

function createVersion1(deps: ApiDeps, owned: DisposableStore): CloudTasksApi {
  const { store, connections, definitions, providers, service, clock, log } = deps;
  const changes = owned.add(createTaskChanges(store, clock, log));
  const closing = new AbortController();
  owned.add(
    toDisposable(() => {
      closing.abort();
    }),
  );
  /** Runs a function of the API. @param userErrorCode what a `UserError` of it means */
  const run = async <T>(userErrorCode: ErrorCode, call: () => T | Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw toApiError(error, userErrorCode, log);
    }
  };
  /** Runs a wait that ends when the token is canceled or this window closes. */
  const cancellable = <T>(
    token: CancellationToken | undefined,
    wait: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> =>
    withSignal(token, async (canceled) => {
      const controller = new AbortController();
      const abort = controller.abort.bind(controller);
      const listening = [onAbort(canceled, abort), onAbort(closing.signal, abort)];
      try {
        return await wait(controller.signal);
      } finally {
        for (const each of listening) {
          each.dispose();
        }
      }
    });
  /** Tracks a task at once, before anything is awaited. @throws ApiError */
  const trackOne = (ref: TaskRef & { readonly name?: string }): TrackedTask => {
    const { kind } = statusOf(ref.connection, deps);
    try {
      const [task] = service.track([ref]);
      if (task) {
        return task;
      }
      throw new UserError(message('Task {0} could not be tracked.', ref.id));
    } catch (error) {
      throw toApiError(error, kind === 'not-configured' || kind === 'no-provider' ? kind : 'rejected', log);
    }
  };
  return {
    onDidChangeTask(listener, thisArgs, disposables) {
      const listening = changes.event((change) => {
        listener.call(thisArgs, { ...change, task: withSnapshot(deps, change.task) });
      });
      const disposable = HostDisposable.from(listening);
      disposables?.push(disposable);
      return disposable;
    },
    listConnections: () => connections.all().map((connection) => ({ ...connection })),
    addConnection: (given, credentials) =>
      run('invalid-connection', async () => {
        const connection = readConnection(given);
        await definitions.provide(connection.provider);
        await connections.save(connection, readCredentials(credentials));
      }),
    removeConnection: (id) =>
      run('not-configured', async () => {
        await connections.remove(id);
        store.tasks.removeOf(id);
      }),
    testConnection: (id) =>
      run('invalid-connection', async () => {
        const { refuseBlockedWhenLoaded } = await loadGate();
        await refuseBlockedWhenLoaded(deps, id, 'test');
        await service.test(id);
      }),
    listTasks: (query) => run('rejected', () => store.tasks.page(readQuery(query)).map(toTask)),
    getTask: (ref) =>
      run('rejected', () => {
        const task = store.tasks.get(readRef(ref));
        return task && withSnapshot(deps, task);
      }),
    track: (given) => run('rejected', () => withSnapshot(deps, trackOne(readRef(given)))),
    untrack: (ref) => run('rejected', () => void store.tasks.remove([readRef(ref)])),
    lookUp: (given, token) =>
      run('rejected', () =>
        cancellable(token, async (signal) => {
          const ref = readRef(given);
          const { refuseBlockedWhenLoaded } = await loadGate();
          await refuseBlockedWhenLoaded(deps, ref.connection, 'look-up');
          return inWords(await service.lookUp(ref, signal));
        }),
      ),
    refresh: (given) =>
      run('rejected', () =>
        cancellable(undefined, async (signal) => {
          const ref = given && readRef(given);
          const { refreshAll, refreshTask } = await loadWaits();
          await (ref ? refreshTask(deps, ref, signal) : refreshAll(deps, signal));
        }),
      ),
    waitFor: (given, { timeoutMs, token } = {}) =>
      run('rejected', () =>
        cancellable(token, async (signal) => {
          const ref = readRef(given);
          if (!store.tasks.get(ref)) {
            trackOne(ref);
          }
          const { awaitEnd } = await loadWaits();
          return withSnapshot(deps, await awaitEnd(deps, ref, { timeoutMs, signal }));
        }),
      ),
    registerProvider: (provider) => {
      try {
        return HostDisposable.from(providers.register(acceptNow(provider)));
      } catch (error) {
        throw toApiError(error, 'invalid-definition', log);
      }
    },
  };
}

function toTask({ connection, id, provider, name, state, progress, stale }: TrackedTask): Task {
  return omitUndefined({
    connection,
    provider,
    id,
    name,
    state,
    percent: progress?.percent,
    stale: stale && { since: stale.since, reason: localize(failureMessage(stale.failure)) },
  });
}

function withSnapshot({ store }: ApiDeps, task: TrackedTask): Task {
  const snapshot = store.tasks.snapshot(task);
  return snapshot ? { ...toTask(task), snapshot: inWords(snapshot) } : toTask(task);
}

function inWords(snapshot: Snapshot): Snapshot {
  return snapshotInWords(snapshot, localize);
}
