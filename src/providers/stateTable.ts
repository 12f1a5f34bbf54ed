import type { TaskState } from '../tasks/task';

/** What each status that a document lists means, by the status as text. */
export type StateTable = Readonly<Record<string, TaskState>>;

/** The state that `table` gives for a status; `unknown` for one that no document lists. */
export function toState(table: StateTable, rawState: string): TaskState {
  return Object.hasOwn(table, rawState) ? (table[rawState] ?? 'unknown') : 'unknown';
}
