import { isJsonObject } from '../../base/json';
import type { Item, TaskState } from '../../tasks/task';
import { describeRow } from '../parsing/values';
import { readRows, readText } from '../parsing/fields';
import { omitUndefined } from '../../base/omitUndefined';

/**
 * The files of an upload task: those that are done, those that failed, and, while the task has not ended, those of
 * `origin_list` that are in neither list.
 * @param state the task's state, which the files that are not done share
 */
export function toShoplazzaItems(
  task: Readonly<Record<string, unknown>>,
  state: TaskState,
  isOver: boolean,
): readonly Item[] {
  const origins = readRows(task, 'origin_list').filter((origin) => typeof origin === 'string' && origin !== '');
  const originSet = new Set<unknown>(origins);
  const done = readRows(task, 'success_list').map(toDoneItem);
  const failed = readRows(task, 'failure_list').map((row) => toFailedItem(row, originSet));
  const waiting = isOver ? [] : without(origins as string[], [...done, ...failed]);
  return [...done, ...failed, ...waiting.map((source): Item => ({ state, source }))];
}

function toDoneItem(row: unknown): Item {
  if (!isJsonObject(row)) {
    return omitUndefined({ state: 'succeeded', target: describeRow(row) });
  }
  const link = readText(row, 'upload_link');
  return omitUndefined({
    state: 'succeeded',
    source: readText(row, 'origin_link'),
    target: readText(row, 'file_uri'),
    link: link !== undefined && isWebAddress(link) ? link : undefined,
  });
}

// No source says what a failed row looks like, so it is shown whole, and a text in it that is an original is its source.
function toFailedItem(row: unknown, origins: ReadonlySet<unknown>): Item {
  const values = isJsonObject(row) ? Object.values(row) : [row];
  const origin = values.find((value) => typeof value === 'string' && origins.has(value)) as string | undefined;
  const named = isJsonObject(row) ? readText(row, 'origin_link') : undefined;
  return omitUndefined({ state: 'failed', source: origin ?? named, reason: describeRow(row) });
}

/** The originals that no item accounts for; one that was sent twice is accounted for twice. */
function without(origins: readonly string[], items: readonly Item[]): readonly string[] {
  const accounted = new Map<string, number>();
  for (const { source } of items) {
    if (source !== undefined) {
      accounted.set(source, (accounted.get(source) ?? 0) + 1);
    }
  }
  return origins.filter((origin) => {
    const left = accounted.get(origin) ?? 0;
    accounted.set(origin, left - 1);
    return left <= 0;
  });
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
