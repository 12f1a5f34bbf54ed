import assert from 'node:assert/strict';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('createTaskStore: claims', () => {
  const box = useSandbox();
  let one: Store;
  let other: Store;
  beforeEach(() => {
    one = box.window('one');
    other = box.window('other');
  });
  const ref = (id: string, connection = 'works'): { connection: string; id: string } => ({ connection, id });
  const ids = (claims: readonly { task: { id: string } }[]): readonly string[] => claims.map(({ task }) => task.id);

  it('claims what is due, the longest overdue first', () => {
    one.tasks.track([newTask('b')], start + 2);
    one.tasks.track([newTask('a')], start + 1);
    one.tasks.track([newTask('later')], start + 100);
    assert.deepEqual(ids(claimAll(other, start + 50)), ['a', 'b']);
  });

  it('claims no more than the limit', () => {
    one.tasks.track([newTask('a'), newTask('b'), newTask('c')], start);
    const request = { connections: [{ id: 'works', credentialVersion: 1 }], now: start, until: start + 10, limit: 2 };
    assert.deepEqual(ids(one.queue.claim(request)), ['a', 'b']);
  });

  it('claims nothing of a connection while a batch of it is claimed', () => {
    one.tasks.track([newTask('a')], start);
    const claims = claimAll(one, start);
    one.tasks.track([newTask('b')], start);
    assert.deepEqual(claimAll(other, start), []);
    assert.deepEqual(claimAll(one, start), []);
    one.queue.settle([settlement(claims[0]!, snapshotOf(), start)]);
    assert.deepEqual(ids(claimAll(other, start)), ['b']);
  });

  it('takes each batch from one connection, the longest overdue', () => {
    one.tasks.track([newTask('late', { connection: 'shop' })], start + 5);
    one.tasks.track([newTask('early')], start);
    const claimBatch = (): readonly string[] =>
      ids(
        one.queue.claim({
          connections: ['shop', 'works', 'drive'].map((id) => ({ id, credentialVersion: 0 })),
          now: start + 10,
          until: start + 20,
          limit: 10,
        }),
      );
    assert.deepEqual(claimBatch(), ['early']);
    assert.deepEqual(claimBatch(), ['late']);
    assert.deepEqual(claimBatch(), []);
  });

  it('claims nothing of connections that are not named', () => {
    one.tasks.track([newTask('a', { connection: 'shop' })], start);
    assert.deepEqual(claimAll(one, start), []);
    assert.equal(one.queue.nextDueAt(['works']), undefined);
  });

  it('lets the claims of a killed window expire', () => {
    one.tasks.track([newTask('a')], start);
    const [expired] = claimAll(one, start);
    assert.deepEqual(claimAll(other, start + 59_999), []);
    const [taken] = claimAll(other, start + 60_000);
    assert.equal(taken?.task.id, 'a');
    one.queue.settle([settlement(expired!, snapshotOf({ rawState: 'too late' }), start + 60_001)]);
    assert.equal(one.tasks.get(ref('a'))?.progress, undefined);
    other.queue.settle([settlement(taken, snapshotOf({ rawState: 'in time' }), start + 60_002)]);
    assert.equal(one.tasks.get(ref('a'))?.progress?.rawState, 'in time');
  });

  it('ends every claim of a batch that another window takes over', () => {
    one.tasks.track([newTask('a'), newTask('b')], start);
    const mine = claimAll(one, start);
    other.queue.claim({
      connections: [{ id: 'works', credentialVersion: 1 }],
      now: start + 60_000,
      until: start + 90_000,
      limit: 1,
    });
    one.queue.extend(mine, start + 500_000);
    one.queue.settle(mine.map((claim) => settlement(claim, snapshotOf(), start + 60_000)));
    assert.equal(one.tasks.get(ref('a'))?.progress, undefined);
    assert.equal(one.tasks.get(ref('b'))?.progress, undefined);
    assert.equal(one.queue.nextDueAt(['works']), start + 90_000);
  });

  it('still settles an expired claim that no window took over', () => {
    one.tasks.track([newTask('a')], start);
    const [claim] = claimAll(one, start);
    one.queue.settle([settlement(claim!, snapshotOf(), start + 600_000)]);
    assert.equal(one.tasks.get(ref('a'))?.state, 'running');
  });

  it('keeps claims that are extended', () => {
    one.tasks.track([newTask('a')], start);
    const claims = claimAll(one, start);
    one.queue.extend(claims, start + 100_000);
    assert.deepEqual(claimAll(other, start + 60_000), []);
    assert.equal(other.queue.nextDueAt(['works']), start + 100_000);
    assert.equal(claimAll(other, start + 100_000).length, 1);
  });

  it('settles a claim once', () => {
    one.tasks.track([newTask('a')], start);
    const [claim] = claimAll(one, start);
    one.queue.settle([settlement(claim!, snapshotOf({ rawState: 'first' }), start)]);
    one.queue.settle([settlement(claim!, snapshotOf({ rawState: 'second' }), start)]);
    assert.equal(one.tasks.get(ref('a'))?.progress?.rawState, 'first');
  });

  it('ignores responses for tasks that were removed or tracked anew', () => {
    one.tasks.track([newTask('gone'), newTask('anew'), newTask('restored')], start);
    const claims = claimAll(one, start);
    other.tasks.remove([ref('gone'), ref('anew')]);
    other.tasks.restore(other.tasks.remove([ref('restored')]));
    other.tasks.track([newTask('anew')], start);
    const changed: unknown[] = [];
    one.onDidChange(({ tasks }) => changed.push(...tasks));
    box.clock.advance(1_000);
    changed.length = 0;
    one.queue.settle(
      claims.map((claim) =>
        settlement(claim, snapshotOf(), start, {
          sample: { at: start, percent: 1 },
          transition: { from: 'unknown', to: 'running', at: start },
        }),
      ),
    );
    assert.deepEqual(changed, []);
    assert.equal(one.tasks.get(ref('gone')), undefined);
    assert.equal(one.tasks.get(ref('anew'))?.progress, undefined);
    assert.equal(one.tasks.get(ref('restored'))?.progress, undefined);
    assert.deepEqual(one.tasks.samples(ref('restored')), []);
    assert.deepEqual(one.outbox.claim(start, start, 10), []);
  });

  it('makes tasks due again when claims are released', () => {
    one.tasks.track([newTask('a')], start);
    one.queue.release(claimAll(one, start + 5));
    assert.equal(one.queue.nextDueAt(['works']), start);
    assert.equal(claimAll(other, start + 5).length, 1);
  });

  it('writes many responses in one transaction, and none when one fails', () => {
    one.tasks.track([newTask('a'), newTask('b')], start);
    const [a, b] = claimAll(one, start);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    assert.throws(() => {
      one.queue.settle([settlement(a!, snapshotOf(), start), settlement(b!, snapshotOf({ raw: circular }), start)]);
    });
    assert.equal(one.tasks.get(ref('a'))?.progress, undefined);
    one.queue.settle([settlement(a!, snapshotOf(), start), settlement(b!, snapshotOf(), start)]);
    assert.equal(one.tasks.get(ref('b'))?.state, 'running');
  });

  describe('nextDueAt', () => {
    it('is the time of the first poll of these connections', () => {
      one.tasks.track([newTask('a', { connection: 'shop' })], start);
      one.tasks.track([newTask('b'), newTask('c')], start + 10);
      assert.equal(one.queue.nextDueAt(['works']), start + 10);
      assert.equal(one.queue.nextDueAt(['works', 'shop']), start);
      assert.equal(one.queue.nextDueAt([]), undefined);
    });

    it('is not before the end of a claimed batch', () => {
      one.tasks.track([newTask('a')], start);
      claimAll(one, start);
      one.tasks.track([newTask('b')], start + 1);
      assert.equal(other.queue.nextDueAt(['works']), start + 60_000);
    });

    it('does not count rejected connections and ended tasks', () => {
      one.tasks.track([newTask('a'), newTask('b', { connection: 'shop' })], start);
      one.queue.settle([settlement(claimAll(one, start)[0]!, snapshotOf({ state: 'failed' }), start)]);
      one.connections.rejectCredentials('shop', 1, { kind: 'unauthorised' }, start);
      assert.equal(one.queue.nextDueAt(['works', 'shop']), undefined);
    });
  });

  describe('makeDue', () => {
    beforeEach(() => {
      one.tasks.track([newTask('a'), newTask('b'), newTask('ended')], start);
      one.queue.settle(
        claimAll(one, start).map((claim) =>
          settlement(claim, snapshotOf({ state: claim.task.id === 'ended' ? 'succeeded' : 'running' }), start),
        ),
      );
    });

    it('makes the named tasks due, whatever their state', () => {
      one.queue.makeDue([ref('b'), ref('ended'), ref('never tracked')], start + 5);
      assert.deepEqual(ids(claimAll(other, start + 5)), ['b', 'ended']);
    });

    it('makes all tasks due that have not ended when none is named', () => {
      one.queue.makeDue(undefined, start + 5);
      assert.deepEqual(ids(claimAll(other, start + 5)), ['a', 'b']);
    });

    it('does not disturb a pending request', () => {
      one.queue.makeDue([ref('a')], start + 5);
      const [claim] = claimAll(one, start + 5);
      other.queue.makeDue([ref('a')], start + 6);
      assert.deepEqual(other.tasks.get(ref('a')), claim?.task);
      assert.deepEqual(claimAll(other, start + 6), []);
      one.queue.settle([settlement(claim!, snapshotOf({ rawState: 'heard' }), start + 7)]);
      assert.equal(one.tasks.get(ref('a'))?.progress?.rawState, 'heard');
    });

    it('is not lost when a pending request is released', () => {
      one.queue.makeDue([ref('a')], start + 5);
      const claims = claimAll(one, start + 5);
      other.queue.makeDue([ref('a')], start + 6);
      one.queue.release(claims);
      assert.deepEqual(ids(claimAll(other, start + 6)), ['a']);
    });
  });

  describe('credentials', () => {
    const failure = { kind: 'unauthorised', status: 401 } as const;
    const claimCount = (store: Store, credentialVersion: number, now = start): number =>
      store.queue.claim({ connections: [{ id: 'works', credentialVersion }], now, until: now + 1, limit: 1 }).length;
    beforeEach(() => {
      one.tasks.track([newTask('a')], start);
    });

    it('have version 0 until a window publishes some', () => {
      assert.deepEqual(one.connections.state('works'), { connection: 'works', credentialVersion: 0 });
      one.connections.publishCredentials('works', 3, start);
      one.connections.publishCredentials('works', 2, start);
      assert.deepEqual(other.connections.state('works'), { connection: 'works', credentialVersion: 3 });
    });

    it('keep a window with older ones from claiming', () => {
      one.connections.publishCredentials('works', 2, start);
      assert.equal(claimCount(other, 1), 0);
      assert.equal(claimCount(one, 2), 1);
    });

    it('stop polling in every window when they are rejected, and are reported once', () => {
      assert.equal(one.connections.rejectCredentials('works', 1, failure, start), true);
      assert.equal(other.connections.rejectCredentials('works', 1, failure, start + 5), false);
      assert.deepEqual(other.connections.state('works').credentialsRejected, { since: start, failure });
      assert.equal(claimCount(other, 1), 0);
    });

    it('are not rejected when newer ones are known', () => {
      one.connections.publishCredentials('works', 2, start);
      assert.equal(other.connections.rejectCredentials('works', 1, failure, start), false);
      assert.equal(one.connections.state('works').credentialsRejected, undefined);
    });

    it('clear the rejection when they are newer, and make the tasks due', () => {
      one.queue.settle([settlement(claimAll(one, start)[0]!, snapshotOf(), start)]);
      one.connections.rejectCredentials('works', 1, failure, start);
      other.connections.publishCredentials('works', 1, start + 5);
      assert.ok(one.connections.state('works').credentialsRejected);
      other.connections.publishCredentials('works', 2, start + 5);
      assert.equal(one.connections.state('works').credentialsRejected, undefined);
      assert.equal(claimCount(one, 2, start + 5), 1);
    });

    it('are used again when the user resumes', () => {
      one.queue.settle([settlement(claimAll(one, start)[0]!, snapshotOf(), start)]);
      one.connections.rejectCredentials('works', 1, failure, start);
      other.connections.clearBlocks('works', start + 5);
      assert.equal(one.connections.state('works').credentialsRejected, undefined);
      assert.equal(one.connections.state('works').credentialVersion, 1);
      assert.equal(claimCount(one, 1, start + 5), 1);
    });
  });
});
