import { fullLength } from '../../base/fullLength';
import { omitUndefined } from '../../base/omitUndefined';
import type { Snapshot } from '../../tasks/task';
import { toEndState } from '../parsing/endState';
import { countRows, readCount, readWord } from '../parsing/fields';
import { readTaskError } from '../parsing/taskError';
import { toPercent, toState, type StateTable } from '../parsing/values';
import { toOrigins, toShoplazzaItems } from './items';

// 0 is the end: the reverse of other services.
const states = { 0: 'succeeded', 1: 'running' } as const satisfies StateTable;

/**
 * Parses Shoplazza's "Get Upload File Task".
 * @param task the task's fields, without their envelope
 * @param raw the whole response
 */
export function toShoplazzaSnapshot(task: Readonly<Record<string, unknown>>, raw: unknown): Snapshot {
  const rawState = readWord(task, 'status') ?? '';
  const successes = countRows(task, 'success_list');
  const failures = countRows(task, 'failure_list');
  const origins = fullLength(toOrigins(task));
  const completed = readCount(task, 'finished') ?? (successes > 0 ? successes : undefined);
  const failed = failures > 0 || Array.isArray(task['failure_list']) ? failures : undefined;
  const total = readCount(task, 'total') ?? (origins > 0 ? origins : undefined);
  const error = readTaskError(task);
  const listed = rawState === '' && isAllDone(completed, failures, total) ? 'succeeded' : toState(states, rawState);
  const state = toEndState(listed, { completed, failed, total }, error !== undefined);
  return {
    ...omitUndefined({
      state,
      rawState,
      percent: toPercent(completed, total),
      completed,
      failed,
      total,
      error: state === 'succeeded' ? undefined : error,
    }),
    items: toShoplazzaItems(task, state),
    raw,
  };
}

// Encoders often omit zeros, and 0 is a status.
function isAllDone(completed = 0, failed: number, total = 0): boolean {
  return total > 0 && completed + failed >= total;
}
