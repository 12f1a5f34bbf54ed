import assert from 'node:assert/strict';
import { RequestError } from '../../src/http/failure';
import { copyProvider } from '../../src/providers/copyProvider';
import { checkConnection } from '../../src/providers/checkConnection';
import { acceptProvider } from '../../src/providers/acceptProvider';
import { createProviderRegistry } from '../../src/providers/registry';
import { inEnglish } from '../../src/base/message';
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
  [{ ok: false, failure: { kind: 'rejected', detail: 42 } }, 'failure.detail'],
  [{ ok: true, snapshot: { ...snapshot, percent: '40' } }, 'snapshot.percent'],
  [{ ok: true, snapshot: { ...snapshot, error: { message: 42 } } }, 'snapshot.error.message'],
  [Promise.resolve({ ok: true, snapshot }), 'ok'],
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
    assert.deepEqual(reading(good).parse(response, '1'), { ok: true, snapshot });
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
      get fields(): unknown {
        return [];
      }
      link(): string {
        return `https://${this.#name}`;
      }
      rateLimitKey(): string {
        return this.#name;
      }
    }
    const own = validatedProvider(copyProvider(Object.freeze(new Own())) as Provider);
    const answer = own.parse(response, '1');
    assert.ok(answer.ok);
    const { rawState } = answer.snapshot;
    const said = [rawState, own.id, own.link?.(never, never), own.rateLimitKey?.(never)];
    assert.deepEqual(said, ['own', 'own', 'https://own', 'own']);
    assert.equal(own.request(never, '1').url, 'https://own.example.com');
    assert.ok(!('validateId' in own));
  });

  describe('T9: a fault of a provider', () => {
    const fail = (): never => {
      throw new Error('a fault of theirs');
    };
    const explanation = { text: 'The provider {0} failed: {1}', args: [huaweiVod.label, 'a fault of theirs'] };
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const raws: readonly (readonly [string, unknown])[] = [
      ['cyclic', cyclic],
      ['a BigInt', 1n],
      ['a toJSON that throws', { toJSON: fail }],
      [
        'a getter that throws',
        {
          get member(): unknown {
            return fail();
          },
        },
      ],
    ];
    for (const [what, raw] of raws) {
      it(`T9: ${what} in raw fails its own task, with a sentence that names the provider`, () => {
        const result = reading({ ok: true, snapshot: { ...snapshot, raw } }).parse(response, '1');
        assert.ok(!result.ok);
        assert.equal(result.failure.kind, 'unexpected-shape');
        assert.equal(result.failure.explanation?.text, explanation.text);
      });
    }

    it('T9: a parse or a request that throws is a failure with a sentence', () => {
      const provider = validatedProvider({ ...huaweiVod, parse: fail, request: fail });
      assert.deepEqual(provider.parse(response, '1'), {
        ok: false,
        failure: { kind: 'unexpected-shape', explanation },
      });
      assert.throws(
        () => provider.request(never, '1'),
        (error) => error instanceof RequestError && error.failure.explanation?.args[1] === 'a fault of theirs',
      );
      const odd = validatedProvider({ ...huaweiVod, request: () => ({ method: 'GET', url: 7, headers: {} }) as never });
      assert.throws(() => odd.request(never, '1'), RequestError);
    });

    it('T9: a time that cannot be is absent', () => {
      const times = (createdAt: number) => {
        const result = reading({ ok: true, snapshot: { ...snapshot, createdAt } }).parse(
          { ...response, receivedAt: 1.7e12 },
          '1',
        );
        return result.ok ? result.snapshot.createdAt : result.failure;
      };
      assert.deepEqual([1e300, -1, 1e11, 1.8e12, 1.6e12].map(times), [
        undefined,
        undefined,
        undefined,
        undefined,
        1.6e12,
      ]);
    });

    it('T9: what changes with each reading is read once', () => {
      let reads = 0;
      const changing = {
        ...huaweiVod,
        get id(): string {
          return (reads += 1) === 1 ? 'first' : 'huawei-vod';
        },
      };
      const registry = createProviderRegistry([huaweiVod]);
      registry.register(acceptProvider(changing));
      assert.deepEqual([registry.all().map(({ id }) => id), reads], [['huawei-vod', 'first'], 1]);
      let states = 0;
      const result = reading({
        ok: true,
        snapshot: {
          ...snapshot,
          get state() {
            return (states += 1) === 1 ? 'running' : 'nonsense';
          },
        },
      }).parse(response, '1');
      assert.ok(result.ok);
      assert.deepEqual([result.snapshot.state, result.snapshot.state], ['running', 'running']);
    });

    it('T9: a field whose functions throw refuses its own connection only', () => {
      const field = { key: 'farm', label: 'Farm', hint: '', required: false, isApplicable: fail, isRequired: fail };
      const provider = validatedProvider({ ...huaweiVod, fields: [{ ...field, normalize: fail, validate: fail }] });
      const connection = { id: 'a', name: 'a', provider: huaweiVod.id, credentials: 'aksk', farm: 'x' } as const;
      const problem = checkConnection(provider, connection);
      assert.equal(problem && inEnglish(problem), `The provider ${huaweiVod.label} failed: a fault of theirs`);
      const { farm: _farm, ...without } = connection;
      assert.equal(checkConnection(provider, without), undefined);
    });

    it('T9: a link is a web address or none', () => {
      const linkOf = (link: () => unknown) =>
        validatedProvider({ ...huaweiVod, link: link as never }).link?.(never, never);
      assert.deepEqual(
        [fail, () => 7, () => 'command:x.y', () => 'javascript:1'].map(linkOf),
        Array(4).fill(undefined),
      );
      assert.equal(
        linkOf(() => 'https://a.example.com'),
        'https://a.example.com',
      );
    });

    it('E3: the links of a response are web addresses or none', () => {
      const links = ['vscode://x.y/z', 'file:///etc/passwd', 'ms-settings:', 'javascript:1', 'https://a.example.com/1'];
      const items = links.map((link) => ({ state: 'succeeded', link }));
      const parsed = (link: string) => {
        const result = reading({ ok: true, snapshot: { ...snapshot, link, items } }).parse(response, '1');
        assert.ok(result.ok);
        return result.snapshot;
      };
      const kept = [undefined, undefined, undefined, undefined, 'https://a.example.com/1'];
      assert.deepEqual(
        links.map((link) => parsed(link).link),
        kept,
      );
      assert.deepEqual(
        parsed('').items.map(({ link }) => link),
        kept,
      );
    });

    it('T9: a rate limit that would stop the poller is refused', () => {
      const registry = createProviderRegistry([]);
      for (const rateLimit of [
        { burst: 1, intervalMs: 1e12 },
        { burst: 0.1, intervalMs: 1 },
        { burst: NaN, intervalMs: 1 },
      ]) {
        assert.throws(() => registry.register(acceptProvider({ ...huaweiVod, rateLimit })), /"rateLimit/);
      }
      assert.throws(
        () =>
          acceptProvider({
            ...huaweiVod,
            get parse() {
              return fail();
            },
          }),
        /not a task provider/,
      );
      assert.deepEqual(registry.all(), []);
    });

    it('says what is wrong with an id as a plain text', () => {
      const provider = validatedProvider({ ...huaweiVod, validateId: () => 'Five digits, please.' });
      assert.deepEqual(provider.validateId?.('1'), { text: 'Five digits, please.', args: [] });
      const faulty = validatedProvider({ ...huaweiVod, validateId: fail });
      assert.deepEqual(faulty.validateId?.('1'), explanation);
    });
  });
});
