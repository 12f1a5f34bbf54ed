import { fullLength, withFullLength } from '../../base/fullLength';
import { isJsonObject } from '../../base/json';
import { isEnded, type Item, type TaskState } from '../../tasks/task';
import { describeRow } from '../parsing/values';
import { countRows, readRows, readText } from '../parsing/fields';
import { omitUndefined } from '../../base/omitUndefined';

/**
 * The files of an upload task: those in `success_list` and `failure_list`, then those that only `origin_list` names. The
 * latter share the state of a task that runs or succeeded; after any other end they are unaccounted for.
 */
export function toShoplazzaItems(task: Readonly<Record<string, unknown>>, state: TaskState): readonly Item[] {
  const origins = toOrigins(task);
  const originSet = new Set<unknown>(origins);
  const done = readRows(task, 'success_list').map(toDoneItem);
  const failed = readRows(task, 'failure_list').map((row) => toFailedItem(row, originSet));
  const listed = [...done, ...failed];
  const unlisted = without(origins, listed);
  // A row without its origin stands for one of these.
  const nameless = listed.filter(({ source }) => source === undefined || !originSet.has(source)).length;
  const isLost = isEnded(state) && state !== 'succeeded';
  const items = [
    ...listed,
    ...(nameless >= unlisted.length ? [] : unlisted).map((source): Item =>
      isLost ? { state: 'unknown', source, unaccounted: true } : { state, source },
    ),
  ];
  const listedCount = countRows(task, 'success_list') + countRows(task, 'failure_list');
  return withFullLength(items, Math.max(listedCount, fullLength(origins)));
}

/** The files that were to be uploaded. The document's example has a blank one. */
export function toOrigins(task: Readonly<Record<string, unknown>>): readonly string[] {
  const rows = readRows(task, 'origin_list');
  const origins = rows.filter((origin): origin is string => typeof origin === 'string' && origin.trim() !== '');
  return withFullLength(origins, fullLength(rows) - rows.length + origins.length);
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

// No document describes a failed row: it is shown whole, and a text in it that is an origin is its source.
function toFailedItem(row: unknown, origins: ReadonlySet<unknown>): Item {
  const values = isJsonObject(row) ? Object.values(row) : [row];
  const origin = values.find((value) => typeof value === 'string' && origins.has(value)) as string | undefined;
  const named = isJsonObject(row) ? readText(row, 'origin_link') : undefined;
  return omitUndefined({ state: 'failed', source: origin ?? named, reason: describeRow(row) });
}

/** The origins that no item accounts for. An origin that was sent twice needs two items. */
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
