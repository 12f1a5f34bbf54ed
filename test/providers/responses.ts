import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../src/connections/connection';
import type { RequestFailure } from '../../src/http/failure';
import type { HttpResponse } from '../../src/http/request';
import type { PageResult, TaskResult } from '../../src/providers/provider';
import type { Snapshot } from '../../src/tasks/task';

/** When the responses of these tests arrive, ms since the epoch. */
const receivedAt = Date.UTC(2026, 10, 20);

/** An answer with this body, which is JSON unless it is text already. */
export function answer(body: unknown, status = 200): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    sentAt: receivedAt - 100,
    receivedAt,
  };
}

/** The text of a recorded answer below test/fixtures. */
export function recorded(name: string): string {
  return readFileSync(join(process.cwd(), 'test/fixtures', `${name}.json`), 'utf8');
}

export function connectionTo(provider: string, fields: Partial<Connection> = {}): Connection {
  return { id: 'c', name: 'Connection', provider, credentials: 'none', ...fields };
}

export function snapshotOf(reading: TaskResult): Snapshot {
  assert.ok(reading.ok, 'a snapshot was expected');
  return reading.snapshot;
}

export function failureOf(reading: TaskResult | PageResult): RequestFailure {
  assert.ok(!reading.ok, 'a failure was expected');
  return reading.failure;
}
