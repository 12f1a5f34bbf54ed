import assert from 'node:assert/strict';
import { checkedProvider } from '../../src/providers/checkedProvider';
import { huaweiVod } from '../../src/providers/huaweiVod';
import type { Provider } from '../../src/providers/provider';
import { snapshotOf } from '../tasks/trackedTasks';

const response = { status: 200, headers: {}, body: '{}', sentAt: 0, receivedAt: 0 };
const snapshot = snapshotOf();
/** What this provider does not look at. */
const never = undefined as never;

/** What an extension in plain JavaScript may return. */
const malformed: readonly (readonly [unknown, string])[] = [
  [undefined, ''],
  [{ ok: true }, 'snapshot'],
  [{ ok: true, snapshot: { ...snapshot, state: 'done' } }, 'snapshot.state'],
  [{ ok: true, snapshot: { ...snapshot, percent: NaN } }, 'snapshot.percent'],
  [{ ok: true, snapshot: { ...snapshot, items: undefined } }, 'snapshot.items'],
  [{ ok: true, snapshot: { ...snapshot, items: [{ state: 'broken' }] } }, 'snapshot.items.0.state'],
  [{ ok: false, failure: { kind: 'bad luck' } }, 'failure.kind'],
];

describe('checkedProvider', () => {
  const reading = (value: unknown): Provider =>
    checkedProvider({
      ...huaweiVod,
      read: () => value as never,
      list: { ...huaweiVod.list!, read: () => value as never },
    });

  for (const [value, place] of malformed) {
    it(`takes ${JSON.stringify(value)} for an answer of another shape`, () => {
      const failure = { ok: false, failure: { kind: 'unexpected-shape', detail: place } };
      assert.deepEqual(reading(value).read(response, '1'), failure);
    });
  }

  it('passes on what is well made', () => {
    const good = { ok: true, snapshot: { ...snapshot, more: 1 } };
    assert.equal(reading(good).read(response, '1'), good);
    const page = { ok: true, tasks: [{ id: '1', snapshot }], next: '2' };
    assert.equal(reading(page).list?.read(response), page);
    assert.ok(!reading({ ok: true, tasks: [{ id: 1, snapshot }] }).list?.read(response).ok);
  });

  it('keeps an object of a class whole', () => {
    class Own {
      readonly #name = 'own';
      get id(): string {
        return this.#name;
      }
      request(): unknown {
        return { method: 'GET', url: `https://${this.#name}.example.com`, headers: {} };
      }
      read(): unknown {
        return { ok: true, snapshot: { ...snapshot, rawState: this.#name } };
      }
      link(): string {
        return this.#name;
      }
    }
    const own = checkedProvider(Object.freeze(new Own()) as unknown as Provider);
    const answer = own.read(response, '1');
    assert.ok(answer.ok);
    assert.deepEqual([answer.snapshot.rawState, own.id, own.link?.(never, never)], ['own', 'own', 'own']);
    assert.equal(own.request(never, '1').url, 'https://own.example.com');
    assert.ok(!('validateId' in own));
  });
});
