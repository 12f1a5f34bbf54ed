import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestFailure } from '../../../src/http/failure';
import { definitionExamples } from './examples';
import { connectionTo, failureOf, recorded, snapshotOf } from '../responses';
import { providerOf } from './definitions';

/** A recorded API: its requests and responses, with what must be read from them. */
interface Sample {
  readonly name: string;
  readonly taskId: string;
  readonly curl: string;
  readonly request: { readonly method: string; readonly url: string };
  readonly expect: Readonly<Record<string, Expected>>;
}

interface Recorded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Expected {
  readonly state?: string | readonly string[];
  readonly failure?: RequestFailure['kind'];
  readonly name?: string | readonly string[];
  readonly errorIncludes?: string;
  readonly errorCode?: string;
  readonly items?: number;
  readonly retryAfter?: number;
  readonly [number: string]: unknown;
}

const receivedAt = Date.UTC(2026, 10, 23, 2);

describe('the recorded APIs', () => {
  for (const { sample, definition, id, fields } of definitionExamples) {
    const { request, curl, expect } = JSON.parse(recorded(`definitions/${sample}`)) as Sample;
    const responses = JSON.parse(readFileSync(join('test/fixtures/definitions', `${sample}.json`), 'utf8')) as Readonly<
      Record<string, Recorded>
    >;
    const provider = providerOf(definition);

    describe(sample, () => {
      it('is asked at the recorded address', () => {
        const { method, url, headers, body } = provider.request(connectionTo(provider.id, fields), id);
        assert.deepEqual({ method, url, body }, { method: request.method, url: request.url, body: undefined });
        assert.equal(headers['accept'], 'application/json');
        assert.equal(headers['authorization'], undefined);
      });

      it('recognizes its address and a curl command', () => {
        for (const text of [request.url, curl]) {
          assert.deepEqual(provider.recognize?.(text), { id, fields });
        }
      });

      for (const [name, expected] of Object.entries(expect)) {
        it(`reads “${name}”`, () => {
          const { status, headers, body } = responses[name]!;
          const response = { status, headers, body: JSON.stringify(body), sentAt: receivedAt, receivedAt };
          const result = provider.parse(response, id);
          if (expected.failure !== undefined) {
            assert.equal(failureOf(result).kind, expected.failure);
            return;
          }
          const snapshot = snapshotOf(result);
          const { state, name: names, errorIncludes, errorCode, items, retryAfter, ...numbers } = expected;
          assert.ok([state].flat().includes(snapshot.state), snapshot.state);
          for (const [key, value] of Object.entries(numbers)) {
            assert.equal(snapshot[key as keyof typeof snapshot], value, key);
          }
          assert.ok(result.ok);
          if (names !== undefined) {
            assert.ok([names].flat().includes(result.name ?? ''), result.name);
          }
          if (retryAfter !== undefined) {
            assert.equal(result.retryAfterMs, retryAfter * 1_000);
          }
          assert.equal(snapshot.items.length, items ?? 0);
          assert.equal(snapshot.error?.code, errorCode);
          assert.ok(snapshot.error?.message.includes(errorIncludes ?? '') ?? errorIncludes === undefined);
        });
      }
    });
  }
});
