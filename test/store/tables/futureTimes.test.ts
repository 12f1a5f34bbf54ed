import assert from 'node:assert/strict';
import type { SqlDatabase } from '../../../src/store/sqlite/sqlDatabase';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

const hour = 3_600_000;
const ahead = 22 * hour;
const bounds = {
  now: start,
  claimedUntil: start + 45_000,
  backoffUntil: start + 300_000,
  rateLimitedUntil: start + hour,
};
const ref = { connection: 'works', id: 'a' };

describe('T3: times of a clock that was ahead', () => {
  const box = useSandbox();
  let database: SqlDatabase;
  let store: Store;

  /** Does everything that writes a time, in a window whose clock is ahead, which is then killed. */
  beforeEach(() => {
    box.clock.jump(ahead);
    const now = start + ahead;
    const killed = box.window('killed');
    killed.tasks.track(
      ['a', 'b', 'c', 'd'].map((id) => newTask(id)),
      now,
    );
    const claims = claimAll(killed, now);
    killed.queue.settle(
      claims.map((claim) =>
        settlement(claim, snapshotOf({ state: claim.task.id === 'd' ? 'failed' : 'running', percent: 5 }), now, {
          sample: { at: now, percent: 5 },
          transition: { from: 'unknown', to: 'running', at: now },
        }),
      ),
    );
    killed.queue.makeDue([ref], now);
    const failure = { kind: 'not-found' } as const;
    killed.queue.settle(
      claimAll(killed, now).map((claim) => ({
        claim,
        task: { ...claim.task, stale: { since: now, failure }, retryAt: now + 60_000, nextPollAt: now + 60_000 },
      })),
    );
    killed.queue.makeDue([{ ...ref, id: 'b' }], now);
    claimAll(killed, now);
    killed.outbox.claim(now, now + 30_000, 9);
    killed.tasks.remove([{ ...ref, id: 'c' }]);
    killed.connections.rejectCredentials('refused', 1, { kind: 'unauthorised' }, now);
    killed.connections.pausePolling(['paused'], now);
    killed.connections.backOff('throttled', {
      until: now + 60_000,
      failure: { kind: 'throttled', retryAt: now + 60_000 },
    });
    killed.connections.backOff('down', { until: now + 20_000, failure: { kind: 'offline' } });
    killed.connections.claimExpiryWarning('drive', now);
    killed.rateLimits.reserve('key', { burst: 1, intervalMs: 1_000 }, now);
    killed.connections.claimFirstRequest('fingerprint', now, now + 45_000);
    killed.presence.note('visible', now, now + 75_000);
    killed.dispose();
    box.clock.jump(-ahead);
    database = box.database();
    store = box.window('next', database);
  });

  it('T3: are repaired, whichever column they are in', () => {
    store.queue.repairFutureTimes(bounds);
    const columns = database
      .query<{ table: string; name: string }>(
        `SELECT tables.name AS "table", columns.name AS name FROM sqlite_schema AS tables,
          pragma_table_xinfo(tables.name) AS columns
        WHERE tables.type = 'table' AND columns.type = 'REAL'`,
      )
      .all();
    assert.ok(columns.length > 30);
    // A version never becomes smaller, and the service's own times are the service's.
    const exempt = ['credential_version', 'created_at', 'ended_at', 'percent', 'completed', 'failed', 'total'];
    for (const { table, name } of columns.filter((column) => !exempt.includes(column.name))) {
      const latest = database.query<{ at: number | null }>(`SELECT max(${name}) AS at FROM ${table}`).get()?.at ?? 0;
      assert.ok(latest <= start + hour, `${table}.${name} is ${(latest - start) / hour} h ahead`);
    }
  });

  it('T3: delay neither a poll nor a task that is no longer found', () => {
    store.queue.repairFutureTimes(bounds);
    const task = store.tasks.get(ref);
    assert.deepEqual([task?.nextPollAt, task?.stale?.since], [start, start]);
    assert.equal(task?.retryAt, start + 60_000, 'as long as the service asked for');
    assert.deepEqual(
      claimAll(store, start + 45_000)
        .map(({ task: { id } }) => id)
        .sort(),
      ['a', 'b'],
    );
  });

  it('T3: delay a notice of a killed window for no longer than its lease', () => {
    store.queue.repairFutureTimes(bounds);
    assert.equal(store.outbox.claim(start + 45_000, start + 90_000, 9).length, 3);
  });

  it('T3: let a wait be as long as it was meant', () => {
    store.queue.repairFutureTimes(bounds);
    assert.equal(store.connections.state('throttled').backoff?.until, start + 60_000);
    assert.equal(store.connections.state('down').backoff?.until, start + 20_000);
    assert.equal(store.connections.state('refused').credentialsRejected?.since, start);
    assert.equal(store.connections.state('paused').pollingPausedSince, start);
    assert.ok(store.connections.claimExpiryWarning('drive', start + 1));
  });

  it('T3: do not keep a removed task for longer than a day', () => {
    store.queue.repairFutureTimes(bounds);
    box.clock.advance(24 * hour + 1);
    assert.equal(store.tasks.purge(9), 1);
  });

  it('T3: say nothing of where the user looks now', () => {
    store.queue.repairFutureTimes(bounds);
    assert.equal(store.presence.best(start), 'background');
  });

  it('T3: leave times alone that are right', () => {
    store.queue.repairFutureTimes(bounds);
    const before = [store.tasks.get(ref), store.connections.state('throttled')];
    store.queue.repairFutureTimes({ ...bounds, now: start + 1, claimedUntil: start + 45_001 });
    assert.deepEqual([store.tasks.get(ref), store.connections.state('throttled')], before);
  });
});
