import type { Clock } from '../base/clock';
import type { Logger } from '../base/log';
import type { Store } from '../tasks/ports/store';
import { createChangeFeed } from './changeFeed';
import type { SqlDatabase } from './sqlite/sqlDatabase';
import { createConnectionStates, createStateReader } from './tables/connectionStates';
import { createDueTimes } from './tables/dueTimes';
import { createOutbox } from './tables/outbox';
import { createPollQueue } from './tables/pollQueue';
import { createSettle } from './tables/pollResults';
import { createPresence } from './tables/presence';
import { createRateLimits } from './tables/rateLimits';
import { createResponses } from './tables/responses';
import { createSamples } from './tables/samples';
import { createTasks } from './tables/tasks';
import { createTransitions } from './tables/transitions';
import { createTrash } from './tables/trash';

/** What a store needs besides its database. */
export interface TaskStoreDeps {
  readonly clock: Clock;
  /** Names this window in its leases; any text. */
  readonly windowId: string;
  readonly log: Logger;
}

/**
 * Creates the {@link Store} over a database and takes ownership of it. When the file fails for good, the store
 * continues in memory. Its methods throw a UserError, and change nothing, when other windows keep the file busy or when
 * it cannot be read; they throw a CancelledError after `dispose`.
 */
export function createTaskStore(database: SqlDatabase, deps: TaskStoreDeps): Store {
  const { clock, windowId, log } = deps;
  const feed = createChangeFeed(database, clock, log);
  const responses = createResponses(database);
  const samples = createSamples(database);
  const transitions = createTransitions(database);
  const outbox = createOutbox(database);
  const dueTimes = createDueTimes(database);
  const stateOf = createStateReader(database);
  const settle = createSettle(database, { clock, responses, samples, transitions, outbox });

  return {
    onDidChange: feed.onDidChange,
    tasks: createTasks(database, { clock, feed, responses, samples, transitions, trash: createTrash(database) }),
    queue: createPollQueue(database, { windowId, feed, stateOf, dueTimes, settle }),
    connections: createConnectionStates(database, { clock, windowId, feed, stateOf, dueTimes }),
    rateLimits: createRateLimits(database),
    outbox,
    presence: createPresence(database, windowId),
    dispose() {
      feed.dispose();
      database.dispose();
    },
  };
}
