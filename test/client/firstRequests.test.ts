import assert from 'node:assert/strict';
import { BusyError, CancelledError } from '../../src/base/errors';
import { message } from '../../src/base/message';
import { FirstRequests } from '../../src/client/firstRequests';
import type { RequestFailure } from '../../src/http/failure';
import { omitUndefined } from '../../src/base/omitUndefined';
import { emptyMemory } from './emptyMemory';
import { createManualClock, settled } from '../support/manualClock';

type Outcome = { readonly ok: true } | { readonly ok: false; readonly failure: RequestFailure };

describe('T5: the first request with credentials', () => {
  const clock = createManualClock();
  let gate: FirstRequests;
  let sent: ((outcome: Outcome) => void)[];
  const run = (signal?: AbortSignal, key = 'key') =>
    gate.run<Outcome>(key, omitUndefined({ signal }), () => new Promise((resolve) => sent.push(resolve)));
  const failing = (kind: RequestFailure['kind']): Outcome => ({ ok: false, failure: { kind, status: 400 } });

  beforeEach(() => {
    gate = new FirstRequests(clock, emptyMemory);
    sent = [];
  });

  for (const kind of ['unauthorised', 'offline', 'timeout'] as const) {
    it(`T5: thirty requests share one failure: ${kind}`, async () => {
      const all = Array.from({ length: 30 }, () => run());
      assert.equal(sent.length, 1);
      sent[0]?.(failing(kind));
      const outcomes = await Promise.all(all);
      assert.ok(outcomes.every((outcome) => !outcome.ok && outcome.failure.kind === kind));
    });
  }

  for (const outcome of [{ ok: true } as const, failing('not-found'), failing('rejected')]) {
    it(`T5: the others go on together after ${JSON.stringify(outcome)}`, async () => {
      const all = Array.from({ length: 30 }, () => run());
      sent[0]?.(outcome);
      await all[0];
      await settled();
      assert.equal(sent.length, 30);
      sent.forEach((resolve) => {
        resolve({ ok: true });
      });
      await Promise.all(all);
    });
  }

  it('T5: a rejection after that, or a minute, makes one go first again', async () => {
    const ask = async (outcome: Outcome): Promise<void> => {
      const asked = run();
      sent.at(-1)?.(outcome);
      await asked;
    };
    await ask({ ok: true });
    await ask(failing('unauthorised'));
    void run();
    void run();
    assert.equal(sent.length, 3);
    sent.at(-1)?.({ ok: true });
    clock.advance(61_000);
    void run(undefined, 'other');
    assert.equal(sent.length, 4);
  });

  it('T5: a rejection that another window stored meanwhile is not sent again, but by a test', async () => {
    const rejection = { kind: 'unauthorised', status: 401 } as const;
    const windows = { ...emptyMemory, rejectionOf: () => rejection };
    const told = new FirstRequests(clock, windows);
    const send = (): Promise<Outcome> => new Promise((resolve) => sent.push(resolve));
    assert.deepEqual(await told.run('key', { fingerprint: 'f' }, send), { ok: false, failure: rejection });
    assert.equal(sent.length, 0);
    const test = told.run('key', { fingerprint: 'f', isTest: true }, send);
    await settled();
    sent[0]?.({ ok: true });
    assert.ok((await test).ok);
  });

  const rejected = failing('unauthorised');
  const oneRequest: Outcome = { ok: false, failure: { kind: 'unauthorised', status: 401, scope: 'request' } };
  for (const [what, version, outcome, released] of [
    ['saved credentials keeps the claim until it is stored', 3, rejected, 0],
    ['one request alone, which is stored nowhere, releases the claim', 3, oneRequest, 1],
    ['a draft, which is stored nowhere, releases it, so that the draft can be tested again', undefined, rejected, 1],
  ] as const) {
    it(`T5: a rejection of ${what}`, async () => {
      let releases = 0;
      const told = new FirstRequests(clock, { ...emptyMemory, releaseFirstRequest: () => void (releases += 1) });
      const call = { fingerprint: 'f', ...omitUndefined({ version }) };
      await told.run<Outcome>('key', call, () => Promise.resolve(outcome));
      assert.equal(releases, released);
    });
  }

  for (const since of ['before it', 'after its claim']) {
    it(`T5: a rejection is not sent again while other processes keep the task list busy since ${since}, but by a test`, async () => {
      let isBusy = since === 'before it';
      const unlessBusy =
        <T>(otherwise: T) =>
        (): T => {
          if (isBusy) {
            throw new BusyError(message('The task list is in use by another window. Try again in a moment.'));
          }
          return otherwise;
        };
      const told = new FirstRequests(clock, {
        ...emptyMemory,
        claimFirstRequest: unlessBusy(true),
        releaseFirstRequest: unlessBusy(undefined),
      });
      let requests = 0;
      const ask = async (isTest: boolean): Promise<Outcome> => {
        const asked = told.run<Outcome>('key', { fingerprint: 'f', isTest }, () => {
          requests += 1;
          isBusy = true;
          return Promise.resolve(isTest ? { ok: true } : failing('unauthorised'));
        });
        const state = { isSettled: false };
        const settle = (): void => {
          state.isSettled = true;
        };
        void asked.then(settle, settle);
        await settled();
        // A window tries to write into a busy list for a while.
        while (!state.isSettled) {
          clock.advance(250);
          await settled();
        }
        return asked;
      };
      assert.ok(!(await ask(false)).ok);
      assert.ok(!(await ask(false)).ok);
      assert.equal(requests, 1);
      assert.ok((await ask(true)).ok);
      assert.equal(requests, 2);
    });
  }

  it('T5: one that is canceled leaves the others a new first one', async () => {
    const stop = new AbortController();
    const first = gate.run<Outcome>('key', {}, () => Promise.reject(new CancelledError()));
    const [second, third] = [run(stop.signal), run()];
    stop.abort();
    await assert.rejects(first, CancelledError);
    await assert.rejects(second, CancelledError);
    sent[0]?.({ ok: true });
    assert.ok((await third).ok);
    assert.equal(sent.length, 1);
  });
});
