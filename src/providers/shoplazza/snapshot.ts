import { isEnded, type Snapshot, type TaskState } from '../../tasks/task';
import { readTaskError } from '../parsing/taskError';
import { toPercent, toState, type StateTable } from '../parsing/values';
import { readCount, readRows, readText } from '../parsing/fields';
import { toShoplazzaItems } from './items';
import { omitUndefined } from '../../base/omitUndefined';

// The other way round than one expects.
const states = { 0: 'succeeded', 1: 'running' } as const satisfies StateTable;

/**
 * Reads Shoplazza's "Get Upload File Task".
 * @param task the task's fields, out of their envelope
 * @param raw the whole answer
 */
export function toShoplazzaSnapshot(task: Readonly<Record<string, unknown>>, raw: unknown): Snapshot {
  const rawState = readText(task, 'status') ?? '';
  const completed = readCount(task, 'finished');
  const total = readCount(task, 'total');
  const failures = readRows(task, 'failure_list').length;
  const failed = failures > 0 || Array.isArray(task['failure_list']) ? failures : undefined;
  const listed =
    rawState === '' && isAllDone(completed, failures, total) ? ('succeeded' as const) : toState(states, rawState);
  const error = readTaskError(task);
  const state: TaskState = listed === 'succeeded' && failures > 0 ? 'partial' : listed;
  return {
    ...omitUndefined({ state, rawState, percent: toPercent(completed, total), completed, failed, total, error }),
    items: toShoplazzaItems(task, state, isEnded(state)),
    raw,
  };
}

// A status of 0 may be left out by the service's encoder, as zeros often are.
function isAllDone(completed = 0, failed: number, total = 0): boolean {
  return total > 0 && completed + failed >= total;
}
