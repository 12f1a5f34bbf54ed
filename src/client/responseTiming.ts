import { omitUndefined } from '../base/omitUndefined';
import type { HttpResponse } from '../http/request';
import { longestRetry, toRetryAt } from '../http/retryAfter';
import type { PageResult, TaskResult } from '../providers/provider';
import type { Snapshot } from '../tasks/task';

/** A result of the service's good response. */
export type GoodResult = Extract<TaskResult | PageResult, { readonly ok: true }>;

/**
 * Adds `Retry-After` to a good result, and converts the service's times to this machine's clock.
 * @param offsetMs how far the service's clock is ahead
 */
export function withTiming<T extends GoodResult>(result: T, response: HttpResponse, offsetMs: number): T {
  const retryAt = toRetryAt(response);
  const stated = result.retryAfterMs ?? (retryAt === undefined ? undefined : retryAt - response.receivedAt);
  const retryAfterMs = stated !== undefined && stated > 0 ? Math.min(stated, longestRetry) : undefined;
  const { retryAfterMs: _stated, ...rest } = result;
  return { ...inLocalTime(rest as T, offsetMs), ...omitUndefined({ retryAfterMs }) };
}

function inLocalTime<T extends GoodResult>(result: T, offsetMs: number): T {
  if (offsetMs === 0) {
    return result;
  }
  return 'tasks' in result
    ? { ...result, tasks: result.tasks.map((task) => ({ ...task, snapshot: shifted(task.snapshot, offsetMs) })) }
    : { ...result, snapshot: shifted(result.snapshot, offsetMs) };
}

function shifted(snapshot: Snapshot, offsetMs: number): Snapshot {
  const { createdAt, endedAt } = snapshot;
  return {
    ...snapshot,
    ...omitUndefined({
      createdAt: createdAt === undefined ? undefined : createdAt - offsetMs,
      endedAt: endedAt === undefined ? undefined : endedAt - offsetMs,
    }),
  };
}
