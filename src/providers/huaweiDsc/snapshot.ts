import { withFullLength } from '../../base/fullLength';
import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import type { Item, Snapshot } from '../../tasks/task';
import { toEndState } from '../parsing/endState';
import { toFact } from '../parsing/fact';
import { countRows, readCount, readRows, readText, readWord } from '../parsing/fields';
import { readTaskError, toTaskError } from '../parsing/taskError';
import { describeRow, toPercent, toState, type StateTable } from '../parsing/values';

// Only the Chinese page lists 3.
const states = { 0: 'running', 1: 'succeeded', 2: 'failed', 3: 'failed' } as const satisfies StateTable;
const timedOut = '3';

/** Parses DSC's "Obtaining Details About a Task for Adding Watermarks to Industrial Drawings in Batches". */
export function toDscSnapshot(body: Readonly<Record<string, unknown>>): Snapshot {
  const rawState = readWord(body, 'status') ?? '';
  const failures = countRows(body, 'failed_embed_info');
  const items = withFullLength(readRows(body, 'failed_embed_info').map(toItem), failures);
  const completed = readCount(body, 'completed');
  const failed = readCount(body, 'failed') ?? (failures > 0 ? failures : undefined);
  const waited = readCount(body, 'waited');
  const total = readCount(body, 'total') ?? sum(completed, failed, waited);
  const ownError = readTaskError(body);
  const state = toEndState(
    toState(states, rawState),
    { completed, failed: Math.max(failed ?? 0, failures), total },
    ownError !== undefined,
  );
  const error =
    ownError ?? (rawState === timedOut ? toTaskError(message('The task timed out.'), 'timeout') : undefined);
  return {
    ...omitUndefined({
      state,
      rawState,
      percent: completed === undefined ? undefined : toPercent(completed + (failed ?? 0), total),
      completed,
      failed,
      total,
      error: state === 'succeeded' ? undefined : error,
      facts: waited ? [toFact(message('Waiting files'), waited)] : undefined,
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
    // target_file_name in the document of 2026-01, target_name in the Chinese one of 2026-10.
    target: readText(row, 'target_file_name') ?? readText(row, 'target_name'),
    reason: readText(row, 'failed_reason'),
  });
}

function sum(...counts: (number | undefined)[]): number | undefined {
  return counts.reduce((total, count) => (total === undefined || count === undefined ? undefined : total + count), 0);
}
