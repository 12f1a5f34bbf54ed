import assert from 'node:assert/strict';
import { validatedProvider } from '../../src/providers/validatedProvider';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
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
  [{ ok: false, failure: { kind: 'throttled', retryAt: 'soon' } }, 'failure.retryAt'],
  [{ ok: false, failure: { kind: 'rejected', explanation: 'no' } }, 'failure.explanation'],
];

describe('validatedProvider', () => {
  const reading = (value: unknown): Provider =>
    validatedProvider({
      ...huaweiVod,
      parse: () => value as never,
      list: { ...huaweiVod.list!, parse: () => value as never },
    });

  for (const [value, place] of malformed) {
    it(`takes ${JSON.stringify(value)} for an answer of another shape`, () => {
      const failure = { ok: false, failure: { kind: 'unexpected-shape', detail: place } };
      assert.deepEqual(reading(value).parse(response, '1'), failure);
    });
  }

  it('passes on what is well made', () => {
    const good = { ok: true, snapshot: { ...snapshot, more: 1 } };
    assert.deepEqual(reading(good).parse(response, '1'), good);
    const page = { ok: true, tasks: [{ id: '1', snapshot }], next: '2' };
    assert.deepEqual(reading(page).list?.parse(response), page);
    assert.ok(!reading({ ok: true, tasks: [{ id: 1, snapshot }] }).list?.parse(response).ok);
  });

  it('believes nobody who wants to be left alone for more than an hour', () => {
    const retryAt = (at: number) => {
      const read = reading({ ok: false, failure: { kind: 'throttled', status: 429, retryAt: at } }).parse(
        response,
        '1',
      );
      return read.ok ? undefined : read.failure;
    };
    assert.deepEqual(retryAt(60_000), { kind: 'throttled', status: 429, retryAt: 60_000 });
    assert.deepEqual(retryAt(1e15), { kind: 'throttled', status: 429, retryAt: 3_600_000 });
  });

  it('gives a connection a budget of its own where the bucket has no name', () => {
    const bucket = (name: () => unknown) =>
      validatedProvider({ ...huaweiVod, rateLimitKey: name as never }).rateLimitKey?.({ id: 'studio' } as never);
    const fail = (): never => {
      throw new Error('a fault of theirs');
    };
    assert.equal(
      bucket(() => 'their farm'),
      'their farm',
    );
    assert.deepEqual(
      [() => undefined, () => '', () => 7, fail].map((name) => bucket(name)),
      ['studio', 'studio', 'studio', 'studio'],
    );
  });

  describe('of hooks', () => {
    const failure = { kind: 'rejected', code: 'E1' } as const;
    const fail = (): never => {
      throw new Error('a fault of theirs');
    };
    const hooked = (hook: () => unknown): Provider =>
      validatedProvider({
        ...huaweiVod,
        classifyCode: hook as never,
        describeFailure: hook as never,
        isUnknownTask: hook as never,
      });

    it('passes on what they know', () => {
      assert.equal(hooked(() => 'throttled').classifyCode?.('E1', 400), 'throttled');
      const sentence = { text: 'The farm sleeps until {0}.', args: ['8:00'] };
      assert.deepEqual(hooked(() => sentence).describeFailure?.(failure), sentence);
      assert.equal(hooked(() => true).isUnknownTask?.(failure), true);
    });

    for (const hook of [() => undefined, () => 'sleeping', () => ({ text: 7, args: [] }), () => ({}), fail]) {
      it(`takes ${String(hook)} for nothing`, () => {
        const provider = hooked(hook);
        const said = [
          provider.classifyCode?.('E1', 400),
          provider.describeFailure?.(failure),
          provider.isUnknownTask?.(failure),
        ];
        assert.deepEqual(said, [undefined, undefined, false]);
      });
    }
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
      parse(): unknown {
        return { ok: true, snapshot: { ...snapshot, rawState: this.#name } };
      }
      link(): string {
        return this.#name;
      }
      rateLimitKey(): string {
        return this.#name;
      }
    }
    const own = validatedProvider(Object.freeze(new Own()) as unknown as Provider);
    const answer = own.parse(response, '1');
    assert.ok(answer.ok);
    const { rawState } = answer.snapshot;
    const said = [rawState, own.id, own.link?.(never, never), own.rateLimitKey?.(never)];
    assert.deepEqual(said, ['own', 'own', 'own', 'own']);
    assert.equal(own.request(never, '1').url, 'https://own.example.com');
    assert.ok(!('validateId' in own));
  });
});
