import type { RequestFailure } from '../../src/http/failure';
import type { Snapshot } from '../../src/tasks/task';
import type { TrackedTask } from '../../src/tasks/trackedTask';

/** A time to begin with, ms since the epoch. */
export const start = Date.parse('2026-11-20T08:00:00Z');

/** A snapshot: running, without items, unless said otherwise. */
export function snapshotOf(more: Partial<Snapshot> = {}): Snapshot {
  const progress = { state: 'running', rawState: '0', ...more } as const;
  return { items: [], raw: { status: progress.rawState, percent: more.percent ?? null }, ...progress };
}

/** A task that was tracked at {@link start} and has had no response, unless said otherwise. */
export function trackedTask(more: Partial<TrackedTask> = {}): TrackedTask {
  return {
    connection: 'works',
    id: '7',
    provider: 'huawei-dsc',
    name: '7',
    state: 'unknown',
    itemCount: 0,
    trackedAt: start,
    changedAt: start,
    nextPollAt: start,
    failures: 0,
    ...more,
  };
}

/** A task whose last response says that it runs. */
export function runningTask(more: Partial<TrackedTask> = {}): TrackedTask {
  return trackedTask({
    state: 'running',
    progress: { state: 'running', rawState: '0' },
    lastResponseAt: start,
    ...more,
  });
}

/** The failure of a request for a task that the service does not know. */
export const notFound: RequestFailure = {
  kind: 'not-found',
  host: 'dsc.example.com',
  status: 404,
  code: 'TaskNotFound',
};

/** The failure of a request without a network. */
export const offline: RequestFailure = { kind: 'offline', host: 'dsc.example.com', code: 'ENOTFOUND' };
