import { isJsonObject } from '../../base/json';
import type { Item, Snapshot } from '../../tasks/task';
import { describeRow, toPercent, toState, type StateTable } from '../parsing/values';
import { readCount, readRows, readText } from '../parsing/fields';
import { readTaskError } from '../parsing/taskError';
import { omitUndefined } from '../../base/omitUndefined';

/** The fields of DSC's task details, by which an answer is recognised. */
const taskFields = ['task_id', 'status', 'total', 'completed', 'waited', 'failed', 'failed_embed_info'];

// 3 is in the Chinese page only.
const states = { 0: 'running', 1: 'succeeded', 2: 'failed', 3: 'failed' } as const satisfies StateTable;
const timedOut = '3';

/** Whether a JSON object can be DSC's task details. */
export function isDscTask(body: Readonly<Record<string, unknown>>): boolean {
  return taskFields.some((field) => Object.hasOwn(body, field));
}

/** Reads DSC's "Obtaining Details About a Task for Adding Watermarks to Industrial Drawings in Batches". */
export function toDscSnapshot(body: Readonly<Record<string, unknown>>): Snapshot {
  const rawState = readText(body, 'status') ?? '';
  const items = readRows(body, 'failed_embed_info').map(toItem);
  const completed = readCount(body, 'completed');
  const failed = readCount(body, 'failed') ?? (items.length > 0 ? items.length : undefined);
  const total = readCount(body, 'total') ?? sum(completed, failed, readCount(body, 'waited'));
  const listed = toState(states, rawState);
  const hasFailures = items.length > 0 || (failed ?? 0) > 0;
  return {
    ...omitUndefined({
      state: listed === 'succeeded' && hasFailures ? 'partial' : listed,
      rawState,
      percent: completed === undefined ? undefined : toPercent(completed + (failed ?? 0), total),
      completed,
      failed,
      total,
      error: rawState === timedOut ? { code: 'timeout', message: 'The task timed out.' } : readTaskError(body),
    }),
    items,
    raw: body,
  };
}

function toItem(row: unknown): Item {
  if (!isJsonObject(row)) {
    return omitUndefined({ state: 'failed', reason: describeRow(row) });
  }
  return omitUndefined({
    state: 'failed',
    source: readText(row, 'file_name'),
    // The document of 2026-01 says target_file_name, the Chinese one of 2026-10 target_name.
    target: readText(row, 'target_file_name') ?? readText(row, 'target_name'),
    reason: readText(row, 'failed_reason'),
  });
}

function sum(...counts: (number | undefined)[]): number | undefined {
  return counts.reduce((total, count) => (total === undefined || count === undefined ? undefined : total + count), 0);
}
