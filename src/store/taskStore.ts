import type { Clock } from '../base/clock';
import type { Logger } from '../base/log';
import type { TaskRepository } from '../tasks/taskRepository';
import { createAnswers } from './answers';
import { createAttentions } from './attention';
import { createBudgets } from './budgets';
import { createChangeFeed } from './changeFeed';
import { createClaims } from './claims';
import { createOutbox } from './outbox';
import { createRemoval } from './removal';
import { toProgress, toTask } from './rows';
import { createSamples } from './samples';
import { createSettle } from './settlements';
import type { SqlDatabase } from './sqlDatabase';
import { createStandings } from './standings';
import { createTaskList } from './taskList';

/** What a store needs besides its file. */
export interface TaskStoreOptions {
  readonly clock: Clock;
  /** Names this window in the claims it takes; any text. */
  readonly windowId: string;
  readonly log: Logger;
}

/**
 * The {@link TaskRepository} over a database, which it owns from now on. Where the file fails for good, its methods go
 * on in memory. They throw a HumanError when other windows keep the file busy or when it cannot even be read (nothing is
 * changed then), and a CancelledError after `dispose`.
 */
export function createTaskStore(database: SqlDatabase, options: TaskStoreOptions): TaskRepository {
  const { clock, windowId, log } = options;
  const list = createTaskList(database);
  const answers = createAnswers(database);
  const samples = createSamples(database);
  const standings = createStandings(database);
  const budgets = createBudgets(database);
  const attentions = createAttentions(database, windowId);
  const outbox = createOutbox(database);
  const claims = createClaims(database, { windowId, standings });
  const settle = createSettle(database, { answers, samples, outbox });
  const removal = createRemoval(database);
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
        const raw = row && answers.raw(row.key);
        return row && progress && raw && { ...progress, items: answers.allItems(row.key), raw: raw.value };
      }),
    items: (ref, offset, limit) =>
      database.read(() => {
        const row = list.row(ref);
        return row ? answers.items(row.key, offset, limit) : [];
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
    prune: (limit) => database.transact(() => removal.prune(limit, clock.now())),
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

    mendTimes({ now, claimedUntil, heldUntil, askedUntil }) {
      feed.write((revision) => {
        claims.mendTimes(now, claimedUntil);
        standings.shortenHolds(heldUntil, askedUntil, revision);
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

    standing: (connection) => database.read(() => standings.of(connection)),
    announceCredentials(connection, version, now) {
      feed.write((revision) => {
        if (standings.announce(connection, version, revision)) {
          claims.makeAllDue(connection, now);
        }
      });
    },
    pause: (connection, version, failure, now) =>
      feed.write((revision) => standings.pause(connection, { version, failure, since: now }, revision)),
    hold(connection, hold) {
      feed.write((revision) => {
        standings.hold(connection, hold, revision);
      });
    },
    holdToo(connections, hold) {
      feed.write((revision) => {
        for (const connection of connections) {
          standings.holdToo(connection, hold, revision);
        }
      });
    },
    endHold(connection, now) {
      feed.write((revision) => {
        const wasOffline = standings.of(connection).held?.failure?.kind === 'offline';
        standings.endHold(connection, revision);
        if (wasOffline) {
          claims.makeAllDue(connection, now);
        }
      });
    },
    reserve: (bucket, budget, now) => database.transact(() => budgets.reserve(bucket, budget, now)),
    stopPolling(connections, now) {
      feed.write((revision) => {
        for (const connection of connections) {
          standings.stop(connection, now, revision);
        }
      });
    },
    resumePolling(connections, now) {
      feed.write((revision) => {
        for (const connection of connections) {
          standings.go(connection, revision);
          claims.makeAllDue(connection, now);
        }
      });
    },
    lastAnswerAt: (connection) => database.read(() => standings.lastAnswerAt(connection)),
    claimLapseWarning: (connection, at) => database.transact(() => standings.claimLapseWarning(connection, at)),
    project: (connection, account) => database.read(() => standings.project(connection, account)),
    rememberProject(connection, account, project) {
      database.transact(() => {
        standings.rememberProject(connection, account, project);
      });
    },
    resume(connection, now) {
      feed.write((revision) => {
        standings.resume(connection, revision);
        claims.makeAllDue(connection, now);
      });
    },

    // Every window reads it when it wants it.
    noteAttention(level, now, until) {
      database.transact(() => {
        attentions.note(level, now, until);
      });
    },
    attention: (now) => database.read(() => attentions.best(now)),
    bringForward: (tasks) => database.transact(() => attentions.bringForward(tasks)),

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
