import assert from 'node:assert/strict';
import {
  isAllowed,
  rulesOf,
  toBlockingStatus,
  toConnectionStatus,
  type ConnectionStatusKind,
  type RequestPurpose,
  type StatusFacts,
} from '../../src/connections/connectionStatus';
import type { ConnectionState } from '../../src/tasks/ports/connectionStates';

const purposes: readonly RequestPurpose[] = ['poll', 'refresh', 'look-up', 'test', 'wait'];

describe('toConnectionStatus', () => {
  const now = 1_800_000_000_000;
  const facts = (state: Partial<ConnectionState> = {}, more: Partial<StatusFacts> = {}): StatusFacts => ({
    isConfigured: true,
    hasProvider: true,
    credentials: 3,
    state: { connection: 'works', credentialVersion: 3, ...state },
    now,
    ...more,
  });
  const refused = { since: now, failure: { kind: 'unauthorised' } } as const;
  const backoff = (kind: 'offline' | 'throttled' | 'server-error', ms: number, failures = 1, more = {}) => ({
    backoff: { until: now + ms, failures, failure: { kind, ...more } },
  });

  const cases: readonly (readonly [string, StatusFacts, ConnectionStatusKind, string])[] = [
    ['without a settings entry', facts({}, { isConfigured: false }), 'not-configured', 'never no'],
    ['without its provider', facts({}, { hasProvider: false }), 'no-provider', 'never no'],
    ['before the secret storage answered', facts({}, { credentials: 'loading' }), 'loading', 'never wait counts waits'],
    [
      'before it answered, and paused',
      facts({ pollingPausedSince: now }, { credentials: 'loading' }),
      'loading',
      'never wait waits',
    ],
    [
      'before it answered the first time ever',
      facts({ credentialVersion: 0 }, { credentials: 'loading' }),
      'loading',
      'never wait waits',
    ],
    ['without credentials', facts({}, { credentials: 'none' }), 'no-credentials', 'never no'],
    [
      'T2: with credentials that were entered for another place',
      facts({}, { credentials: { givenFor: 'a.example', goesTo: 'b.example' } }),
      'no-credentials',
      'never no',
    ],
    ['with newer credentials elsewhere', facts({ credentialVersion: 4 }), 'outdated-credentials', 'elsewhere no'],
    ['after a refusal', facts({ credentialsRejected: refused }), 'credentials-rejected', 'never test'],
    [
      'with new credentials after a refusal',
      facts({ credentialsRejected: refused }, { credentials: 4 }),
      'ready',
      'now yes counts waits',
    ],
    ['paused by the user', facts({ pollingPausedSince: now - 1 }), 'polling-paused', 'never yes'],
    [
      'paused by the user, and refused',
      facts({ pollingPausedSince: now - 1, credentialsRejected: refused }),
      'credentials-rejected',
      'never test',
    ],
    ['after 429', facts(backoff('throttled', 1)), 'rate-limited', 'later no counts'],
    [
      'after 503 with Retry-After',
      facts(backoff('server-error', 1, 1, { retryAt: now + 1 })),
      'rate-limited',
      'later no counts',
    ],
    ['when 429 is over', facts(backoff('throttled', 0)), 'ready', 'now yes counts waits'],
    ['offline', facts(backoff('offline', 1)), 'backing-off', 'later probe'],
    ['after two 5xx', facts(backoff('server-error', 1, 2)), 'backing-off', 'later probe'],
    [
      'after one 5xx, which may be due to its task',
      facts(backoff('server-error', 1)),
      'backing-off',
      'later probe counts waits',
    ],
    [
      'after a fault of its own',
      facts({ backoff: { until: now + 1, failures: 0 } }),
      'backing-off',
      'later probe counts waits',
    ],
    ['when an outage may be over', facts(backoff('offline', 0)), 'probing', 'now yes waits'],
    ['when a night has passed since an outage', facts(backoff('offline', -28_800_000, 9)), 'probing', 'now yes waits'],
    ['in good order', facts(), 'ready', 'now yes counts waits'],
  ];
  for (const [what, given, kind, rules] of cases) {
    it(`is ${kind} ${what}: ${rules}`, () => {
      const status = toConnectionStatus(given);
      const { poll, ask, countsAsRunning, startupWaits } = rulesOf(status);
      const found = [poll, ask, ...(countsAsRunning ? ['counts'] : []), ...(startupWaits ? ['waits'] : [])];
      assert.deepEqual([status.kind, found.join(' ')], [kind, rules]);
    });
  }

  describe('isAllowed', () => {
    const allowed: Readonly<Record<ConnectionStatusKind, string>> = {
      'not-configured': '',
      'no-provider': '',
      loading: 'refresh look-up test wait',
      'no-credentials': '',
      'outdated-credentials': 'wait',
      'credentials-rejected': 'test',
      'polling-paused': 'look-up test',
      'rate-limited': 'wait',
      'backing-off': 'poll refresh look-up test wait',
      probing: 'poll refresh look-up test wait',
      ready: 'poll refresh look-up test wait',
    };
    const statuses = new Map(cases.map(([, given]) => toConnectionStatus(given)).map((each) => [each.kind, each]));
    for (const [kind, expected] of Object.entries(allowed)) {
      it(`in ${kind}: ${expected || 'nothing'}`, () => {
        const status = statuses.get(kind as ConnectionStatusKind);
        assert.ok(status);
        const found = purposes.filter((purpose) => isAllowed(status, purpose));
        assert.equal(found.join(' '), expected);
      });
    }
  });

  describe('toBlockingStatus', () => {
    const limited = backoff('throttled', 1);
    const kindsOf = (state: Partial<ConnectionState>, more?: Partial<StatusFacts>): readonly (string | undefined)[] =>
      purposes.map((purpose) => toBlockingStatus(facts(state, more), purpose)?.kind);

    it('is none where all requests are sent', () => {
      assert.deepEqual(kindsOf({}), [undefined, undefined, undefined, undefined, undefined]);
    });

    it('finds a rate limit behind the pause of the user, which stops no look-up', () => {
      const [poll, refresh, lookUp, test, wait] = kindsOf({ ...limited, pollingPausedSince: now });
      assert.deepEqual([poll, refresh, wait], ['polling-paused', 'polling-paused', 'polling-paused']);
      assert.deepEqual([lookUp, test], ['rate-limited', 'rate-limited']);
    });

    it('finds a rate limit behind a rejection, which stops no test', () => {
      const state = { ...limited, credentialsRejected: refused, pollingPausedSince: now };
      const [, , lookUp, test] = kindsOf(state);
      assert.deepEqual([lookUp, test], ['credentials-rejected', 'rate-limited']);
    });

    it('stops every request with credentials that another window has newer ones of', () => {
      const [poll, refresh, lookUp, test, wait] = kindsOf({ credentialVersion: 4 });
      assert.deepEqual([poll, refresh, lookUp, test], Array(4).fill('outdated-credentials'));
      assert.equal(wait, undefined, 'The other window polls.');
    });
  });
});
