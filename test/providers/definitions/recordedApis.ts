import assert from 'node:assert/strict';
import type { RequestFailure } from '../../../src/http/failure';
import type { HttpResponse } from '../../../src/http/request';
import type { Provider } from '../../../src/providers/provider';
import { failureOf, recorded, snapshotOf } from '../responses';

/** A recorded API: its requests and responses, with what must be read from them. */
export interface RecordedApi {
  readonly name: string;
  readonly taskId: string;
  readonly curl: string;
  readonly request: { readonly method: string; readonly url: string };
  readonly expect: Readonly<Record<string, Expected>>;
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

/** The recorded API of this name. */
export function recordedApi(name: string): RecordedApi {
  return JSON.parse(recorded(`definitions/${name}`)) as RecordedApi;
}

/** One of its responses. */
export function recordedResponse(api: RecordedApi, name: string): HttpResponse {
  const responses = api as unknown as Readonly<
    Record<string, { status: number; headers: Record<string, string>; body: unknown }>
  >;
  const { status, headers, body } = responses[name]!;
  return { status, headers, body: JSON.stringify(body), sentAt: receivedAt, receivedAt };
}

/** Asserts that a provider reads one of the responses as it must. @param id the task's, as the provider writes it */
export function assertReads(provider: Provider, api: RecordedApi, name: string, id: string): void {
  const expected = api.expect[name]!;
  const result = provider.parse(recordedResponse(api, name), id);
  assertState(provider, api, name, id);
  if (expected.failure !== undefined) {
    return;
  }
  const snapshot = snapshotOf(result);
  const { state: _state, name: names, errorIncludes, errorCode, items, retryAfter, ...numbers } = expected;
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
}

/** Asserts the state alone, or the failure. */
export function assertState(provider: Provider, api: RecordedApi, name: string, id: string): void {
  const { state, failure } = api.expect[name]!;
  const result = provider.parse(recordedResponse(api, name), id);
  if (failure !== undefined) {
    assert.equal(failureOf(result).kind, failure);
  } else {
    const { state: found } = snapshotOf(result);
    assert.ok([state].flat().includes(found), found);
  }
}
