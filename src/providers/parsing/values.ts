import type { TaskState } from '../../tasks/task';

/** `done` of `total` as 0–100; nothing when either is unknown or there is nothing to do. */
export function toPercent(done: number | undefined, total: number | undefined): number | undefined {
  return done === undefined || total === undefined || total <= 0 ? undefined : clampPercent((done / total) * 100);
}

/** The nearest value from 0 to 100. */
export function clampPercent(value: number): number {
  return Math.min(Math.max(value, 0), 100);
}

/** What each status that a document lists means, by the status as text. */
export type StateTable = Readonly<Record<string, TaskState>>;

/** The state that `table` gives for a status; `unknown` for one that no document lists. */
export function toState(table: StateTable, rawState: string): TaskState {
  return Object.hasOwn(table, rawState) ? (table[rawState] ?? 'unknown') : 'unknown';
}

/** A row whose shape no document describes, as a person can read it: a text as it is, anything else as JSON. */
export function describeRow(row: unknown): string | undefined {
  if (row === null || row === undefined || row === '') {
    return undefined;
  }
  return typeof row === 'string' ? row : JSON.stringify(row);
}
