import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { StoreChange } from '../tasks/ports/store';
import type { SqlDatabase } from './sqlite/sqlDatabase';

/** Writes with a revision, and fires an event with every row that has a newer revision than the last event. */
export interface ChangeFeed extends Disposable {
  readonly onDidChange: Event<StoreChange>;
  /**
   * Runs one writing transaction, then fires its changes: the rows that got its revision.
   * @throws UserError when the file fails; nothing is written then
   */
  write<T>(work: (revision: number) => T): T;
}

/** How often (ms) to look for other windows' changes. */
const checkInterval = 1_000;

interface ChangedTask {
  readonly connection: string;
  readonly id: string;
  readonly listed: number;
}

/** Creates the feed and starts following other windows. */
export function createChangeFeed(database: SqlDatabase, clock: Clock, log: Logger): ChangeFeed {
  const emitter = new Emitter<StoreChange>((error) => {
    log.error(`A listener of the task list failed: ${toError(error).message}`);
  });
  const nextRevision = database.query<{ revision: number }>(
    'UPDATE counter SET revision = revision + 1 RETURNING revision',
  );
  const lastRevision = database.query<{ revision: number }>('SELECT revision FROM counter');
  const dataVersion = database.query<{ data_version: number }>('PRAGMA data_version');
  const changedTasks = database.query<ChangedTask>(
    `SELECT connection, id, max(listed) AS listed FROM (
      SELECT connection, id, listed_revision > :seen AS listed FROM tasks WHERE revision > :seen
      UNION ALL
      SELECT connection, id, 1 FROM removed_tasks WHERE revision > :seen)
    GROUP BY connection, id`,
  );
  const changedConnections = database.query<{ connection: string }>(
    'SELECT connection FROM connections WHERE revision > :seen',
  );
  const newNotice = database.query<object>('SELECT 1 FROM notices WHERE revision > :seen LIMIT 1');

  let seen = database.read(() => lastRevision.get()?.revision ?? 0);
  let version = dataVersion.get()?.data_version;

  // Own changes and those of other windows take the same path, so that none fires twice or is lost in between.
  const publish = (): void => {
    const change = database.read(() => {
      const since = { seen };
      const tasks = changedTasks.all(since);
      const found: StoreChange = {
        tasks: tasks.map(({ connection, id }) => ({ connection, id })),
        listsChanged: tasks.some(({ listed }) => listed === 1),
        connections: changedConnections.all(since).map(({ connection }) => connection),
        notices: newNotice.get(since) !== undefined,
      };
      seen = lastRevision.get()?.revision ?? seen;
      return found;
    });
    if (change.tasks.length > 0 || change.connections.length > 0 || change.notices) {
      emitter.fire(change);
    }
  };
  // When the file cannot be read, the next command that needs it fails and tells the user.
  const logFailure = (error: unknown): void => {
    log.warn(`Changes of the task list could not be read: ${toError(error).message}`);
  };
  const check = (): void => {
    const current = dataVersion.get()?.data_version;
    if (current !== version) {
      publish();
      version = current;
    }
  };
  const timer = new IntervalTimer(clock, logFailure);
  timer.cancelAndSet(check, checkInterval);

  return {
    onDidChange: emitter.event,
    write(work) {
      const result = database.transact(() => work(nextRevision.get()?.revision ?? 0));
      try {
        publish();
      } catch (error) {
        logFailure(error);
      }
      return result;
    },
    dispose() {
      timer.dispose();
      emitter.dispose();
    },
  };
}
