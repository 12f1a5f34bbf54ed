import assert from 'node:assert/strict';
import type { TaskRepository } from '../../../src/tasks/taskRepository';
import { answer, claimAll, newTask, Sandbox, settlement, start } from '../sandbox';

describe('createTaskStore: claims', () => {
  let box: Sandbox;
  let one: TaskRepository;
  let other: TaskRepository;
  beforeEach(() => {
    box = new Sandbox();
    one = box.window('one');
    other = box.window('other');
  });
  afterEach(() => {
    box.end();
  });
  const ref = (id: string, connection = 'works'): { connection: string; id: string } => ({ connection, id });
  const ids = (claims: readonly { task: { id: string } }[]): readonly string[] => claims.map(({ task }) => task.id);

  it('takes what is due, the longest overdue first', () => {
    one.track([newTask('b')], start + 2);
    one.track([newTask('a')], start + 1);
    one.track([newTask('later')], start + 100);
    assert.deepEqual(ids(claimAll(other, start + 50)), ['a', 'b']);
  });

  it('takes no more than it is asked to', () => {
    one.track([newTask('a'), newTask('b'), newTask('c')], start);
    const request = { connections: [{ id: 'works', credentialVersion: 1 }], now: start, until: start + 10, limit: 2 };
    assert.deepEqual(ids(one.claim(request)), ['a', 'b']);
  });

  it('leaves a connection alone while another window has a turn at it', () => {
    one.track([newTask('a')], start);
    const claims = claimAll(one, start);
    one.track([newTask('b')], start);
    assert.deepEqual(claimAll(other, start), []);
    assert.deepEqual(claimAll(one, start), []);
    one.settle([settlement(claims[0]!, answer(), start)]);
    assert.deepEqual(ids(claimAll(other, start)), ['b']);
  });

  it('gives each turn to one connection, the longest overdue', () => {
    one.track([newTask('late', { connection: 'shop' })], start + 5);
    one.track([newTask('early')], start);
    const turn = (): readonly string[] =>
      ids(
        one.claim({
          connections: ['shop', 'works', 'drive'].map((id) => ({ id, credentialVersion: 0 })),
          now: start + 10,
          until: start + 20,
          limit: 10,
        }),
      );
    assert.deepEqual(turn(), ['early']);
    assert.deepEqual(turn(), ['late']);
    assert.deepEqual(turn(), []);
  });

  it('leaves tasks of connections that it is not asked for', () => {
    one.track([newTask('a', { connection: 'shop' })], start);
    assert.deepEqual(claimAll(one, start), []);
    assert.equal(one.nextDueAt(['works']), undefined);
  });

  it('lets the claims of a window that is gone lapse', () => {
    one.track([newTask('a')], start);
    const [lapsed] = claimAll(one, start);
    assert.deepEqual(claimAll(other, start + 59_999), []);
    const [taken] = claimAll(other, start + 60_000);
    assert.equal(taken?.task.id, 'a');
    one.settle([settlement(lapsed!, answer({ rawState: 'too late' }), start + 60_001)]);
    assert.equal(one.get(ref('a'))?.progress, undefined);
    other.settle([settlement(taken, answer({ rawState: 'in time' }), start + 60_002)]);
    assert.equal(one.get(ref('a'))?.progress?.rawState, 'in time');
  });

  it('ends every claim of a turn that another window takes over', () => {
    one.track([newTask('a'), newTask('b')], start);
    const mine = claimAll(one, start);
    other.claim({
      connections: [{ id: 'works', credentialVersion: 1 }],
      now: start + 60_000,
      until: start + 90_000,
      limit: 1,
    });
    one.extend(mine, start + 500_000);
    one.settle(mine.map((claim) => settlement(claim, answer(), start + 60_000)));
    assert.equal(one.get(ref('a'))?.progress, undefined);
    assert.equal(one.get(ref('b'))?.progress, undefined);
    assert.equal(one.nextDueAt(['works']), start + 90_000);
  });

  it('still takes the answer of a claim that lapsed and that nobody took', () => {
    one.track([newTask('a')], start);
    const [claim] = claimAll(one, start);
    one.settle([settlement(claim!, answer(), start + 600_000)]);
    assert.equal(one.get(ref('a'))?.state, 'running');
  });

  it('keeps claims that are extended', () => {
    one.track([newTask('a')], start);
    const claims = claimAll(one, start);
    one.extend(claims, start + 100_000);
    assert.deepEqual(claimAll(other, start + 60_000), []);
    assert.equal(other.nextDueAt(['works']), start + 100_000);
    assert.equal(claimAll(other, start + 100_000).length, 1);
  });

  it('takes an answer once', () => {
    one.track([newTask('a')], start);
    const [claim] = claimAll(one, start);
    one.settle([settlement(claim!, answer({ rawState: 'first' }), start)]);
    one.settle([settlement(claim!, answer({ rawState: 'second' }), start)]);
    assert.equal(one.get(ref('a'))?.progress?.rawState, 'first');
  });

  it('passes over answers about tasks that were removed or tracked anew', () => {
    one.track([newTask('gone'), newTask('anew'), newTask('restored')], start);
    const claims = claimAll(one, start);
    other.remove([ref('gone'), ref('anew')]);
    other.restore(other.remove([ref('restored')]));
    other.track([newTask('anew')], start);
    const told: unknown[] = [];
    one.onDidChange(({ tasks }) => told.push(...tasks));
    box.clock.advance(1_000);
    told.length = 0;
    one.settle(
      claims.map((claim) =>
        settlement(claim, answer(), start, {
          sample: { at: start, percent: 1 },
          transition: { from: 'unknown', to: 'running', at: start },
        }),
      ),
    );
    assert.deepEqual(told, []);
    assert.equal(one.get(ref('gone')), undefined);
    assert.equal(one.get(ref('anew'))?.progress, undefined);
    assert.equal(one.get(ref('restored'))?.progress, undefined);
    assert.deepEqual(one.samples(ref('restored')), []);
    assert.deepEqual(one.claimNotices(start, start, 10), []);
  });

  it('makes tasks due again when claims are given back', () => {
    one.track([newTask('a')], start);
    one.release(claimAll(one, start + 5));
    assert.equal(one.nextDueAt(['works']), start);
    assert.equal(claimAll(other, start + 5).length, 1);
  });

  it('writes many answers in one transaction, and none when one fails', () => {
    one.track([newTask('a'), newTask('b')], start);
    const [a, b] = claimAll(one, start);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    assert.throws(() => {
      one.settle([settlement(a!, answer(), start), settlement(b!, answer({ raw: circular }), start)]);
    });
    assert.equal(one.get(ref('a'))?.progress, undefined);
    one.settle([settlement(a!, answer(), start), settlement(b!, answer(), start)]);
    assert.equal(one.get(ref('b'))?.state, 'running');
  });

  describe('nextDueAt', () => {
    it('is the time of the first poll, of these connections', () => {
      one.track([newTask('a', { connection: 'shop' })], start);
      one.track([newTask('b'), newTask('c')], start + 10);
      assert.equal(one.nextDueAt(['works']), start + 10);
      assert.equal(one.nextDueAt(['works', 'shop']), start);
      assert.equal(one.nextDueAt([]), undefined);
    });

    it('waits for the end of a turn', () => {
      one.track([newTask('a')], start);
      claimAll(one, start);
      one.track([newTask('b')], start + 1);
      assert.equal(other.nextDueAt(['works']), start + 60_000);
    });

    it('does not count paused connections and ended tasks', () => {
      one.track([newTask('a'), newTask('b', { connection: 'shop' })], start);
      one.settle([settlement(claimAll(one, start)[0]!, answer({ state: 'failed' }), start)]);
      one.rejectCredentials('shop', 1, { kind: 'unauthorised' }, start);
      assert.equal(one.nextDueAt(['works', 'shop']), undefined);
    });
  });

  describe('makeDue', () => {
    beforeEach(() => {
      one.track([newTask('a'), newTask('b'), newTask('ended')], start);
      one.settle(
        claimAll(one, start).map((claim) =>
          settlement(claim, answer({ state: claim.task.id === 'ended' ? 'succeeded' : 'running' }), start),
        ),
      );
    });

    it('makes the named tasks due, whatever their state', () => {
      one.makeDue([ref('b'), ref('ended'), ref('never tracked')], start + 5);
      assert.deepEqual(ids(claimAll(other, start + 5)), ['b', 'ended']);
    });

    it('makes all due that have not ended when none is named', () => {
      one.makeDue(undefined, start + 5);
      assert.deepEqual(ids(claimAll(other, start + 5)), ['a', 'b']);
    });

    it('does not disturb a question under way', () => {
      one.makeDue([ref('a')], start + 5);
      const [claim] = claimAll(one, start + 5);
      other.makeDue([ref('a')], start + 6);
      assert.deepEqual(other.get(ref('a')), claim?.task);
      assert.deepEqual(claimAll(other, start + 6), []);
      one.settle([settlement(claim!, answer({ rawState: 'heard' }), start + 7)]);
      assert.equal(one.get(ref('a'))?.progress?.rawState, 'heard');
    });

    it('is not lost when the question under way is given back', () => {
      one.makeDue([ref('a')], start + 5);
      const claims = claimAll(one, start + 5);
      other.makeDue([ref('a')], start + 6);
      one.release(claims);
      assert.deepEqual(ids(claimAll(other, start + 6)), ['a']);
    });
  });

  describe('credentials', () => {
    const failure = { kind: 'unauthorised', status: 401 } as const;
    const turn = (store: TaskRepository, credentialVersion: number, now = start): number =>
      store.claim({ connections: [{ id: 'works', credentialVersion }], now, until: now + 1, limit: 1 }).length;
    beforeEach(() => {
      one.track([newTask('a')], start);
    });

    it('are of version 0 until a window announces some', () => {
      assert.deepEqual(one.connectionState('works'), { connection: 'works', credentialVersion: 0 });
      one.publishCredentials('works', 3, start);
      one.publishCredentials('works', 2, start);
      assert.deepEqual(other.connectionState('works'), { connection: 'works', credentialVersion: 3 });
    });

    it('keep a window with older ones from asking', () => {
      one.publishCredentials('works', 2, start);
      assert.equal(turn(other, 1), 0);
      assert.equal(turn(one, 2), 1);
    });

    it('that are refused pause the connection in every window, once', () => {
      assert.equal(one.rejectCredentials('works', 1, failure, start), true);
      assert.equal(other.rejectCredentials('works', 1, failure, start + 5), false);
      assert.deepEqual(other.connectionState('works').credentialsRejected, { since: start, failure });
      assert.equal(turn(other, 1), 0);
    });

    it('that are older than the known ones pause nothing', () => {
      one.publishCredentials('works', 2, start);
      assert.equal(other.rejectCredentials('works', 1, failure, start), false);
      assert.equal(one.connectionState('works').credentialsRejected, undefined);
    });

    it('end the pause when they are newer, and make the tasks due', () => {
      one.settle([settlement(claimAll(one, start)[0]!, answer(), start)]);
      one.rejectCredentials('works', 1, failure, start);
      other.publishCredentials('works', 1, start + 5);
      assert.ok(one.connectionState('works').credentialsRejected);
      other.publishCredentials('works', 2, start + 5);
      assert.equal(one.connectionState('works').credentialsRejected, undefined);
      assert.equal(turn(one, 2, start + 5), 1);
    });

    it('are asked with again when the user resumes', () => {
      one.settle([settlement(claimAll(one, start)[0]!, answer(), start)]);
      one.rejectCredentials('works', 1, failure, start);
      other.clearBlocks('works', start + 5);
      assert.equal(one.connectionState('works').credentialsRejected, undefined);
      assert.equal(one.connectionState('works').credentialVersion, 1);
      assert.equal(turn(one, 1, start + 5), 1);
    });
  });
});
