import { l10n } from 'vscode';
import { onAbort } from '../../base/async/abort';
import { CancelledError } from '../../base/errors';
import { RequestError } from '../../http/failure';
import { isEnded, taskKey, type TaskRef } from '../../tasks/task';
import { wasPolledSince, type TrackedTask } from '../../tasks/trackedTask';
import type { Services } from '../services';
import { ApiError } from './apiError';
import { blockOf, onDidChangeAnything, refuseBlocked, refuseBlockedWhenLoaded, type GateDeps } from './connectionGate';

/**
 * Waits until `find` returns a value, or throws because none can come any more. It is called after each change.
 * @throws CancelledError when the signal is aborted; ApiError with code `timeout`; what `find` throws
 */
async function awaitValue<T>(
  deps: GateDeps,
  { timeoutMs, signal }: { readonly timeoutMs?: number | undefined; readonly signal: AbortSignal },
  find: () => T | undefined,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const check = (): void => {
    try {
      const found = find();
      if (found !== undefined) {
        resolve(found);
      }
    } catch (error) {
      reject(error);
    }
  };
  const owned = onDidChangeAnything(deps, check);
  try {
    if (typeof timeoutMs === 'number' && timeoutMs < Infinity) {
      const expire = (): void => {
        reject(new ApiError('timeout', l10n.t('The task did not end in time.')));
      };
      owned.add(deps.clock.schedule(Math.max(0, timeoutMs), expire));
    }
    const cancel = (): void => {
      reject(new CancelledError());
    };
    owned.add(onAbort(signal, cancel));
    check();
    return await promise;
  } finally {
    owned.dispose();
  }
}

/** @throws ApiError when the task is not tracked */
export function trackedTask({ store }: Pick<GateDeps, 'store'>, ref: TaskRef): TrackedTask {
  const task = store.tasks.get(ref);
  if (!task) {
    throw new ApiError('not-tracked', l10n.t('Task {0} is not tracked.', ref.id));
  }
  return task;
}

/**
 * Waits until a tracked task has ended.
 * @throws ApiError when it is removed, when the time is over, or when its connection cannot be polled any more; CancelledError
 */
export function awaitEnd(
  deps: GateDeps,
  ref: TaskRef,
  options: { readonly timeoutMs?: number | undefined; readonly signal: AbortSignal },
): Promise<TrackedTask> {
  return awaitValue(deps, options, () => {
    const task = trackedTask(deps, ref);
    if (isEnded(task.state)) {
      return task;
    }
    refuseBlocked(deps, ref.connection, 'wait');
    return undefined;
  });
}

type RefreshDeps = GateDeps & Pick<Services, 'poller'>;

/**
 * Polls one task now and waits for the response.
 * @throws ApiError when it is not tracked or cannot be polled; RequestError when the poll fails; CancelledError
 */
export async function refreshTask(deps: RefreshDeps, ref: TaskRef, signal: AbortSignal): Promise<void> {
  const { store, poller } = deps;
  const before = trackedTask(deps, ref);
  await refuseBlockedWhenLoaded(deps, ref.connection, 'refresh');
  const waits = new AbortController();
  const throwIfBlocked = (): true | undefined => {
    const block = blockOf(deps, ref.connection, 'refresh');
    if (block && !wasPolledSince(before, trackedTask(deps, ref))) {
      throw block;
    }
    return undefined;
  };
  const aborting = onAbort(signal, () => {
    waits.abort();
  });
  try {
    await Promise.race([poller.refresh([ref]), awaitValue(deps, { signal: waits.signal }, throwIfBlocked)]);
  } finally {
    aborting.dispose();
    waits.abort();
  }
  const task = trackedTask(deps, ref);
  if (task.stale) {
    refuseBlocked(deps, ref.connection, 'refresh');
    throw new RequestError(task.stale.failure);
  }
  if (!wasPolledSince(before, task)) {
    // Another request of the connection failed and started a backoff before this task was polled.
    const { backoff } = store.connections.state(ref.connection);
    throw backoff?.failure ? new RequestError(backoff.failure) : new CancelledError();
  }
}

/**
 * Polls all tasks that have not ended and waits for their responses, except for connections that cannot be polled.
 * @throws ApiError when there are tasks and none of them can be polled; CancelledError
 */
export async function refreshAll(deps: RefreshDeps, signal: AbortSignal): Promise<void> {
  const { store, connections, poller } = deps;
  const counts = store.tasks.counts().filter(({ state }) => !isEnded(state));
  const ids = [...new Set(counts.map(({ connection }) => connection))];
  await connections.whenLoaded(ids);
  const pollable = ids.filter((id) => poller.canRefresh(id));
  const [firstBlocked] = ids;
  if (firstBlocked !== undefined && pollable.length === 0) {
    refuseBlocked(deps, firstBlocked, 'refresh');
    return;
  }
  const waiting = new Map(pollable.flatMap((id) => underWay(deps, id)).map((task) => [taskKey(task), task]));
  const backoffUntil = (id: string): number => store.connections.state(id).backoff?.until ?? 0;
  const backoffBefore = new Map(pollable.map((id) => [id, backoffUntil(id)]));
  const settle = ({ tasks }: { readonly tasks: readonly TaskRef[] }): void => {
    for (const ref of tasks) {
      const before = waiting.get(taskKey(ref));
      const now = store.tasks.get(ref);
      if (before && (!now || wasPolledSince(before, now))) {
        waiting.delete(taskKey(ref));
      }
    }
  };
  const following = store.onDidChange(settle);
  try {
    await poller.refresh();
    await awaitValue(deps, { signal }, () => {
      const over = pollable.filter((id) => !poller.canRefresh(id) || backoffUntil(id) > (backoffBefore.get(id) ?? 0));
      for (const [key, task] of over.length > 0 ? waiting : []) {
        if (over.includes(task.connection)) {
          waiting.delete(key);
        }
      }
      return waiting.size === 0 ? true : undefined;
    });
  } finally {
    following.dispose();
  }
}

function underWay({ store }: GateDeps, connection: string): readonly TrackedTask[] {
  const limit = 1_000;
  const found: TrackedTask[] = [];
  for (let offset = 0; ; offset += limit) {
    const page = store.tasks.page({ connection, order: 'tracked', offset, limit });
    found.push(...page.filter(({ state }) => !isEnded(state)));
    if (page.length < limit) {
      return found;
    }
  }
}
