import { failureMessage } from '../../http/failureMessage';
import type { Message } from '../../base/message';
import type { Item } from '../task';
import type { TrackedTask } from '../trackedTask';

/** A value of an exported record. */
export type Cell = string | number | boolean | undefined;

/** One exported task, or one file of a task, by column. Texts of services stay as they are. */
export type ExportRecord<Column extends string = string> = Readonly<Record<Column, Cell>>;

/** What records show besides what the store holds. */
export interface RecordTexts {
  /** The name of a connection; undefined when it is not in the settings. */
  connection(id: string): string | undefined;
  /** Makes a sentence for people. */
  sentence(message: Message): string;
}

/** The columns of tasks. Their names are a contract: people's spreadsheets and scripts rely on them. */
export const taskRecordColumns = [
  ...(['connection', 'connectionName', 'provider', 'id', 'name', 'state', 'rawState'] as const),
  ...(['percent', 'completed', 'failed', 'total', 'files'] as const),
  ...(['createdAt', 'endedAt', 'trackedAt', 'lastResponseAt', 'changedAt'] as const),
  ...(['errorCode', 'error', 'link', 'staleSince', 'staleReason', 'muted', 'pinned'] as const),
] as const;

/** The columns of files, with those of their task that identify it. */
export const itemRecordColumns = [
  ...(['connection', 'taskId', 'taskName', 'number', 'state', 'source', 'target', 'link', 'reason'] as const),
] as const;

/** Makes the record of a task. */
export function taskRecord(task: TrackedTask, texts: RecordTexts): ExportRecord<(typeof taskRecordColumns)[number]> {
  const { progress, stale } = task;
  const error = progress?.error;
  return {
    connection: task.connection,
    connectionName: texts.connection(task.connection),
    provider: task.provider,
    id: task.id,
    name: task.name,
    state: task.state,
    rawState: progress?.rawState,
    percent: progress?.percent,
    completed: progress?.completed,
    failed: progress?.failed,
    total: progress?.total,
    files: task.itemCount,
    createdAt: toTime(progress?.createdAt),
    endedAt: toTime(progress?.endedAt),
    trackedAt: toTime(task.trackedAt),
    lastResponseAt: toTime(task.lastResponseAt),
    changedAt: toTime(task.changedAt),
    errorCode: error?.code,
    error: error && (error.args ? texts.sentence({ text: error.message, args: error.args }) : error.message),
    link: progress?.link,
    staleSince: toTime(stale?.since),
    staleReason: stale && texts.sentence(failureMessage(stale.failure)),
    muted: task.isMuted ?? false,
    pinned: task.isPinned ?? false,
  };
}

/** Makes the record of a task's file. @param index its place among the task's files, from 0 */
export function itemRecord(
  { connection, id, name }: TrackedTask,
  { state, source, target, link, reason, unaccounted }: Item,
  index: number,
): ExportRecord<(typeof itemRecordColumns)[number]> {
  return {
    connection,
    taskId: id,
    taskName: name,
    number: index + 1,
    // The response says nothing of its end.
    state: unaccounted ? 'unaccounted' : state,
    source,
    target,
    link,
    reason,
  };
}

/** ISO 8601 in UTC. @param at ms since the epoch; a time that no calendar has is left out */
function toTime(at: number | undefined): string | undefined {
  const date = new Date(at ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
