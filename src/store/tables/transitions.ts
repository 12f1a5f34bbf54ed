import type { StateChange } from '../../tasks/trackedTask';
import type { SqlDatabase } from '../sqlite/sqlDatabase';
import { toState } from './taskRow';

/** The states that a task went through, by the task's key. Runs inside the caller's transaction. */
export interface Transitions {
  /** Oldest first. */
  of(task: number): readonly StateChange[];
  /** Adds a change and deletes the oldest beyond 50. Ignores one of the same ms. */
  add(task: number, change: StateChange): void;
}

/** A task has a handful; one that changes back and forth must not fill the file. */
const maxPerTask = 50;

/** Creates the transitions over a database. */
export function createTransitions(database: SqlDatabase): Transitions {
  const ofTask = database.query<{ readonly at: number; readonly state: string }>(
    'SELECT at, state FROM transitions WHERE task = :task ORDER BY at',
  );
  const insert = database.command('INSERT OR IGNORE INTO transitions (task, at, state) VALUES (:task, :at, :state)');
  const prune = database.command(
    `DELETE FROM transitions WHERE task = :task
    AND at <= (SELECT at FROM transitions WHERE task = :task ORDER BY at DESC LIMIT 1 OFFSET ${maxPerTask})`,
  );
  return {
    of: (task) => ofTask.all({ task }).map(({ at, state }) => ({ at, state: toState(state) })),
    add(task, { at, state }) {
      if (insert({ task, at, state }) > 0) {
        prune({ task });
      }
    },
  };
}
