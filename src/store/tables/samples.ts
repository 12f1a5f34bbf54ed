import type { Sample } from '../../tasks/trackedTask';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** How far tasks were, by the task's key. Runs inside the caller's transaction. */
export interface Samples {
  /** Oldest first. */
  of(task: number): readonly Sample[];
  /** Adds one and forgets the oldest past 100. One of the same ms, or one that is no number, is passed over. */
  add(task: number, sample: Sample): void;
}

const keptPerTask = 100;

/** Creates the samples over a database. */
export function createSamples(database: SqlDatabase): Samples {
  const ofTask = database.query<Sample>('SELECT at, percent FROM samples WHERE task = :task ORDER BY at');
  const insert = database.command('INSERT OR IGNORE INTO samples (task, at, percent) VALUES (:task, :at, :percent)');
  const prune = database.command(
    `DELETE FROM samples WHERE task = :task
    AND at <= (SELECT at FROM samples WHERE task = :task ORDER BY at DESC LIMIT 1 OFFSET ${keptPerTask})`,
  );
  return {
    of: (task) => ofTask.all({ task }).map(({ at, percent }) => ({ at, percent })),
    add(task, { at, percent }) {
      if (insert({ task, at, percent }) > 0) {
        prune({ task });
      }
    },
  };
}
