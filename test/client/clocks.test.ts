import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import type { CallContext } from '../../src/client/callContext';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { HttpRequest, HttpResponse } from '../../src/http/request';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import { requestOrigins } from '../../src/providers/requestOrigins';
import { createManualClock } from '../support/manualClock';
import { emptyMemory } from './emptyMemory';

const minute = 60_000;
const key = { kind: 'aksk', accessKey: 'AKTEST', secretKey: 'the-secret-key' } as const;
const place = { region: 'cn-north-4', projectId: 'p1' };
const connection = { id: 'works', name: 'Works', provider: 'huawei-vod', credentials: 'aksk' as const, ...place };

describe('clocks of services', () => {
  const clock = createManualClock();
  let requests: HttpRequest[];
  /** How far the clock of the server in front is ahead (ms). */
  let frontAhead: number;
  /** How far the clock of the service is ahead (ms). */
  let serviceAhead: number;
  let body: unknown;
  let client: HttpServiceClient;

  const signedAt = ({ headers }: HttpRequest): number => {
    const [, year, month, day, hour, minutes, seconds] =
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-sdk-date'] ?? '') ?? [];
    return Date.parse(`${year}-${month}-${day}T${hour}:${minutes}:${seconds}Z`);
  };

  beforeEach(() => {
    requests = [];
    [frontAhead, serviceAhead] = [0, 0];
    body = { total: 1, tasks: [{ task_id: 't1', status: 'PROCESSING', create_time: '2026-01-13T08:00:00Z' }] };
    const http = {
      send(request: HttpRequest): Promise<HttpResponse> {
        requests.push(request);
        const now = clock.now();
        const isAccepted = Math.abs(signedAt(request) - now - serviceAhead) < 15 * minute;
        const rejection = { error_code: 'APIGW.0301', error_msg: 'x-sdk-date is expired' };
        return Promise.resolve({
          status: isAccepted ? 200 : 401,
          headers: { date: new Date(now + frontAhead).toUTCString() },
          body: JSON.stringify(isAccepted ? body : rejection),
          sentAt: now,
          receivedAt: now,
        });
      },
    };
    client = new HttpServiceClient(http, clock, () => minute, emptyMemory);
  });

  const ask = (credentials: Credentials = key) => {
    const origins = requestOrigins(huaweiVod, connection);
    const call: CallContext = { provider: huaweiVod, connection, credentials, origins };
    return client.task(call, 't1');
  };

  it('B4: a wrong Date of a server in front changes no signature', async () => {
    frontAhead = 20 * minute;
    for (let count = 1; count <= 5; count++) {
      assert.ok((await ask()).ok);
      assert.equal(requests.length, count);
    }
  });

  it('B4: the clock is learned from a refusal about time, and kept', async () => {
    frontAhead = serviceAhead = 60 * minute;
    assert.ok((await ask()).ok);
    assert.equal(requests.length, 2);
    assert.ok((await ask()).ok);
    assert.equal(requests.length, 3);
  });

  it('B4: it is not kept when the retry was refused, too', async () => {
    serviceAhead = 60 * minute;
    frontAhead = 20 * minute;
    assert.ok(!(await ask()).ok);
    assert.equal(requests.length, 2);
    serviceAhead = 0;
    assert.ok((await ask()).ok);
    assert.equal(requests.length, 3);
  });

  it('a time that no clock corrects is no rejection of the key', async () => {
    serviceAhead = 60 * minute;
    frontAhead = 20 * minute;
    const result = await ask();
    assert.equal(!result.ok && result.failure.kind, 'wrong-clock');
  });

  it('B4: seconds are no other clock', async () => {
    serviceAhead = 60 * minute;
    frontAhead = 20_000;
    assert.ok(!(await ask()).ok);
    assert.equal(requests.length, 1);
  });

  it('B4: the machine’s clock may be set right again', async () => {
    frontAhead = serviceAhead = 60 * minute;
    assert.ok((await ask()).ok);
    frontAhead = serviceAhead = 0;
    assert.ok((await ask()).ok);
    assert.equal(requests.length, 4);
    assert.ok((await ask()).ok);
    assert.equal(requests.length, 5);
  });

  it('B12: a time of the service is moved to the machine’s clock by the response’s Date', async () => {
    const created = Date.parse('2026-01-13T08:00:00Z');
    frontAhead = serviceAhead = 10 * minute;
    const result = await ask();
    assert.ok(result.ok);
    const off = created - (result.snapshot.createdAt ?? 0);
    assert.ok(Math.abs(off - 10 * minute) <= 1_000, String(off));
    // The same for each response, whole seconds aside.
    clock.advance(300);
    const again = await ask();
    assert.ok(again.ok);
    assert.equal(again.snapshot.createdAt, result.snapshot.createdAt);
  });

  it('B12: clocks that agree but for seconds change no time', async () => {
    frontAhead = 20_000;
    const result = await ask();
    assert.ok(result.ok);
    assert.equal(result.snapshot.createdAt, Date.parse('2026-01-13T08:00:00Z'));
  });
});
