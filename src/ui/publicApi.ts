import { Disposable as HostDisposable } from 'vscode';
import type { CloudTasksApi, CloudTasksExports, Task } from '../api';
import { onAbort } from '../base/async/abort';
import { CancelledError, UserError, toError } from '../base/errors';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { message } from '../base/message';
import { omitUndefined } from '../base/omitUndefined';
import { failureMessage } from '../http/failureMessage';
import { isEnded, type TaskRef } from '../tasks/task';
import type { TrackedTask } from '../tasks/trackedTask';
import { createTaskChanges } from '../notices/taskChanges';
import { withSignal } from './shell/cancellable';
import { userMessage } from './commands/runReported';
import { localize } from './shell/localize';
import type { Services } from './services';

type ApiDeps = Pick<Services, 'store' | 'connections' | 'providers' | 'service' | 'poller' | 'clock' | 'log'>;

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
  const { store, connections, providers, service, poller, clock, log } = deps;
  const changes = owned.add(createTaskChanges(store, clock, log));
  const toTask = (task: TrackedTask): Task => describeTask(deps, task);
  return {
    onDidChangeTask(listener, thisArgs, disposables) {
      const listening = changes.event((change) => {
        listener.call(thisArgs, { ...change, task: toTask(change.task) });
      });
      const disposable = HostDisposable.from(listening);
      disposables?.push(disposable);
      return disposable;
    },
    listConnections: () => connections.all().map((connection) => ({ ...connection })),
    addConnection: (connection, credentials) => withReadableErrors(() => connections.save(connection, credentials)),
    removeConnection: (id) =>
      withReadableErrors(async () => {
        await connections.remove(id);
        store.tasks.removeOf(id);
      }),
    testConnection: (id) => withReadableErrors(() => service.test(id)),
    listTasks: () => allTasks(deps).map(toTask),
    track: (ref) => withReadableErrors(() => toTask(trackOne(deps, ref))),
    untrack: (ref) => withReadableErrors(() => void store.tasks.remove([ref])),
    lookUp: (ref, token) => withReadableErrors(() => withSignal(token, (signal) => service.lookUp(ref, signal))),
    refresh: (ref) => withReadableErrors(() => poller.refresh(ref && [ref])),
    waitFor: (ref, { timeoutMs, token } = {}) =>
      withReadableErrors(async () => {
        trackOne(deps, ref);
        return toTask(await withSignal(token, (signal) => untilEnded(deps, ref, timeoutMs, signal)));
      }),
    registerProvider: (provider) => HostDisposable.from(providers.register(provider)),
  };
}

function describeTask({ store }: ApiDeps, task: TrackedTask): Task {
  const { connection, id, provider, name, state, stale } = task;
  return omitUndefined({
    connection,
    provider,
    id,
    name,
    state,
    snapshot: store.tasks.snapshot(task),
    stale: stale && { since: stale.since, reason: localize(failureMessage(stale.failure)) },
  });
}

function trackOne({ service }: ApiDeps, ref: TaskRef & { readonly name?: string }): TrackedTask {
  const [task] = service.track([ref]);
  if (!task) {
    throw new UserError(message('Task {0} could not be tracked.', ref.id));
  }
  return task;
}

function* pages({ store }: ApiDeps): Generator<readonly TrackedTask[]> {
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const page = store.tasks.page({ order: 'tracked', offset, limit });
    yield page;
    if (page.length < limit) {
      return;
    }
  }
}

function allTasks(deps: ApiDeps): readonly TrackedTask[] {
  return [...pages(deps)].flat();
}

function untilEnded(
  { store, clock }: ApiDeps,
  ref: TaskRef,
  timeoutMs: number | undefined,
  signal: AbortSignal,
): Promise<TrackedTask> {
  const owned = new DisposableStore();
  return new Promise<TrackedTask>((resolve, reject) => {
    const look = (): void => {
      const task = store.tasks.get(ref);
      if (!task) {
        reject(new UserError(message('Task {0} is no longer tracked.', ref.id)));
      } else if (isEnded(task.state)) {
        resolve(task);
      }
    };
    owned.add(
      store.onDidChange(({ tasks }) => {
        if (tasks.some(({ connection, id }) => connection === ref.connection && id === ref.id)) {
          look();
        }
      }),
    );
    if (timeoutMs !== undefined) {
      const late = (): void => {
        reject(new UserError(message('Task {0} did not end in time.', ref.id)));
      };
      owned.add(clock.schedule(timeoutMs, late));
    }
    owned.add(
      onAbort(signal, () => {
        reject(new CancelledError());
      }),
    );
    look();
  }).finally(() => {
    owned.dispose();
  });
}

/** Makes errors readable, so that other extensions can show them. */
async function withReadableErrors<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const text = userMessage(error);
    throw text === undefined ? toError(error) : new Error(text, { cause: error });
  }
}
