import type { Clock } from '../base/clock';
import type { Logger } from '../base/log';
import type { TaskRepository } from '../tasks/taskRepository';
import { createResponses } from './tables/responses';
import { createPresence } from './tables/presence';
import { createRateLimitTable } from './tables/rateLimits';
import { createChangeFeed } from './changeFeed';
import { createLeases } from './tables/leases';
import { createOutbox } from './tables/outbox';
import { createTrash } from './tables/trash';
import { toProgress, toTask } from './tables/taskRow';
import { createSamples } from './tables/samples';
import { createSettle } from './tables/pollResults';
import type { SqlDatabase } from './sqlite/sqlDatabase';
import { createConnectionStates } from './tables/connectionStates';
import { createTaskList } from './tables/tasks';

/** What a store needs besides its file. */
export interface TaskStoreOptions {
  readonly clock: Clock;
  /** Names this window in the claims it takes; any text. */
  readonly windowId: string;
  readonly log: Logger;
}

/**
 * The {@link TaskRepository} over a database, which it owns from now on. Where the file fails for good, its methods go
 * on in memory. They throw a UserError when other windows keep the file busy or when it cannot even be read (nothing is
 * changed then), and a CancelledError after `dispose`.
 */
export function createTaskStore(database: SqlDatabase, options: TaskStoreOptions): TaskRepository {
  const { clock, windowId, log } = options;
  const list = createTaskList(database);
  const responses = createResponses(database);
  const samples = createSamples(database);
  const connectionStates = createConnectionStates(database);
  const rateLimits = createRateLimitTable(database);
  const presence = createPresence(database, windowId);
  const outbox = createOutbox(database);
  const claims = createLeases(database, { windowId, connectionStates });
  const settle = createSettle(database, { responses, samples, outbox });
  const removal = createTrash(database);
  const feed = createChangeFeed(database, clock, log);

  return {
    onDidChange: feed.onDidChange,

    get: (ref) =>
      database.read(() => {
        const row = list.row(ref);
        return row && toTask(row);
      }),
    snapshot: (ref) =>
      database.read(() => {
        const row = list.row(ref);
        const progress = row && toProgress(row);
        const raw = row && responses.raw(row.key);
        return row && progress && raw && { ...progress, items: responses.allItems(row.key), raw: raw.value };
      }),
    items: (ref, offset, limit) =>
      database.read(() => {
        const row = list.row(ref);
        return row ? responses.items(row.key, offset, limit) : [];
      }),
    samples: (ref) =>
      database.read(() => {
        const row = list.row(ref);
        return row ? samples.of(row.key) : [];
      }),
    durations: (connection) => database.read(() => list.durations(connection)),
    page: (query) => database.read(() => list.page(query)),
    counts: () => database.read(() => list.counts()),

    track: (tasks, now) =>
      feed.write((revision) => {
        list.add(tasks, now, revision);
        return tasks.map((task) => list.row(task)).flatMap((row) => (row ? [toTask(row)] : []));
      }),
    rename(ref, name) {
      feed.write((revision) => {
        list.rename(ref, name, revision);
      });
    },
    remove: (refs) => feed.write((revision) => removal.refs(refs, clock.now(), revision)),
    removeOf: (connection) => feed.write((revision) => removal.connection(connection, clock.now(), revision)),
    removeEnded: (limit) => feed.write((revision) => removal.ended(limit, clock.now(), revision)),
    purge: (limit) => database.transact(() => removal.purge(limit, clock.now())),
    restore(removed) {
      feed.write((revision) => {
        removal.restore(removed, clock.now(), revision);
      });
    },
    makeDue(refs, now) {
      database.transact(() => {
        if (refs === undefined) {
          claims.makeAllDue(undefined, now);
        } else {
          claims.makeDue(refs, now);
        }
      });
    },

    repairFutureTimes({ now, claimedUntil, heldUntil, askedUntil }) {
      feed.write((revision) => {
        claims.repairFutureTimes(now, claimedUntil);
        connectionStates.shortenBackoffs(heldUntil, askedUntil, revision);
      });
    },

    // Nobody else sees a claim, so there is nothing to tell of.
    claim: (request) => database.transact(() => claims.take(request)),
    extend(claimed, until) {
      database.transact(() => {
        claims.extend(claimed, until);
      });
    },
    nextDueAt: (connections) => database.read(() => claims.nextDueAt(connections)),
    settle(settlements) {
      feed.write((revision) => {
        for (const settlement of settlements) {
          settle(settlement, revision);
        }
      });
    },
    release(released) {
      feed.write((revision) => {
        claims.release(released, revision);
      });
    },

    connectionState: (connection) => database.read(() => connectionStates.of(connection)),
    publishCredentials(connection, version, now) {
      feed.write((revision) => {
        if (connectionStates.publish(connection, version, revision)) {
          claims.makeAllDue(connection, now);
        }
      });
    },
    rejectCredentials: (connection, version, failure, now) =>
      feed.write((revision) =>
        connectionStates.rejectCredentials(connection, { version, failure, since: now }, revision),
      ),
    startBackoff(connection, hold) {
      feed.write((revision) => {
        connectionStates.startBackoff(connection, hold, revision);
      });
    },
    extendBackoff(connections, hold) {
      feed.write((revision) => {
        for (const connection of connections) {
          connectionStates.extendBackoff(connection, hold, revision);
        }
      });
    },
    clearBackoff(connection, now) {
      feed.write((revision) => {
        const wasOffline = connectionStates.of(connection).backoff?.failure?.kind === 'offline';
        connectionStates.clearBackoff(connection, revision);
        if (wasOffline) {
          claims.makeAllDue(connection, now);
        }
      });
    },
    reserve: (key, limit, now) => database.transact(() => rateLimits.reserve(key, limit, now)),
    pausePolling(connections, now) {
      feed.write((revision) => {
        for (const connection of connections) {
          connectionStates.pausePolling(connection, now, revision);
        }
      });
    },
    resumePolling(connections, now) {
      feed.write((revision) => {
        for (const connection of connections) {
          connectionStates.resumePolling(connection, revision);
          claims.makeAllDue(connection, now);
        }
      });
    },
    lastResponseAt: (connection) => database.read(() => connectionStates.lastResponseAt(connection)),
    claimExpiryWarning: (connection, at) =>
      database.transact(() => connectionStates.claimExpiryWarning(connection, at)),
    project: (connection, account) => database.read(() => connectionStates.project(connection, account)),
    rememberProject(connection, account, project) {
      database.transact(() => {
        connectionStates.rememberProject(connection, account, project);
      });
    },
    clearBlocks(connection, now) {
      feed.write((revision) => {
        connectionStates.clearBlocks(connection, revision);
        claims.makeAllDue(connection, now);
      });
    },

    // Every window reads it when it wants it.
    notePresence(level, now, until) {
      database.transact(() => {
        presence.note(level, now, until);
      });
    },
    presence: (now) => database.read(() => presence.best(now)),
    moveEarlier: (tasks) => database.transact(() => presence.moveEarlier(tasks)),

    claimNotices: (now, until, limit) => database.transact(() => outbox.claim(now, until, limit)),
    settleNotices(sequences) {
      database.transact(() => {
        outbox.settle(sequences);
      });
    },

    dispose() {
      feed.dispose();
      database.dispose();
    },
  };
}
