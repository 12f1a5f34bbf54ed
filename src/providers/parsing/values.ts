import type { TaskState } from '../../tasks/task';

/** `done` of `total` as 0–100; undefined when either is unknown or `total` is 0. */
export function toPercent(done: number | undefined, total: number | undefined): number | undefined {
  return done === undefined || total === undefined || total <= 0
    ? undefined
    : Math.min(Math.max((done / total) * 100, 0), 100);
}

/** The state for each status that a document lists, by the status as text. */
export type StateTable = Readonly<Record<string, TaskState>>;

/** The state that `table` gives for a status, in whatever case; `unknown` for one that no document lists. */
export function toState(table: StateTable, rawState: string): TaskState {
  const status = rawState.toLowerCase();
  return Object.entries(table).find(([listed]) => listed.toLowerCase() === status)?.[1] ?? 'unknown';
}

/** A row whose shape no document describes, made readable: a text as it is, anything else as JSON. */
export function describeRow(row: unknown): string | undefined {
  if (row === null || row === undefined || row === '') {
    return undefined;
  }
  return typeof row === 'string' ? row : JSON.stringify(row);
}
