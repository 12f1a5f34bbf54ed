import type { Sample } from '../../tasks/trackedTask';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Progress samples, by the task's key. Runs inside the caller's transaction. */
export interface Samples {
  /** Oldest first. */
  of(task: number): readonly Sample[];
  /** Adds a sample and deletes the oldest beyond 100. Ignores one of the same ms, and one that is not a number. */
  add(task: number, sample: Sample): void;
}

const maxPerTask = 100;

/** Creates the samples over a database. */
export function createSamples(database: SqlDatabase): Samples {
  const ofTask = database.query<Sample>('SELECT at, percent FROM samples WHERE task = :task ORDER BY at');
  const insert = database.command('INSERT OR IGNORE INTO samples (task, at, percent) VALUES (:task, :at, :percent)');
  const prune = database.command(
    `DELETE FROM samples WHERE task = :task
    AND at <= (SELECT at FROM samples WHERE task = :task ORDER BY at DESC LIMIT 1 OFFSET ${maxPerTask})`,
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
