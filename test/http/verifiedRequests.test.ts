import assert from 'node:assert/strict';
import { once } from 'node:events';
import https, { createServer, globalAgent, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/base/clock';
import { RequestError, type RequestFailure } from '../../src/http/failure';
import { createHttpClient } from '../../src/http/httpClient';
import { createCertificateAuthority, type CertificateAuthority } from '../support/certificateAuthority';

describe('the verification of certificates', () => {
  const client = createHttpClient({ clock: systemClock });
  const request = https.request;
  let authority: CertificateAuthority;
  let server: Server;
  let url: string;
  let received: number;

  before(() => {
    authority = createCertificateAuthority('Ours');
  });
  after(() => {
    authority.dispose();
  });
  beforeEach(async () => {
    received = 0;
    server = createServer(authority.server, (_request, response) => {
      received += 1;
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    delete globalAgent.options.rejectUnauthorized;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function failure(caFile?: string): Promise<RequestFailure | undefined> {
    const headers = { authorization: 'the-token' };
    try {
      await client.send({ method: 'GET', url, headers }, { timeoutMs: 20_000, ...(caFile && { caFile }) });
      return undefined;
    } catch (error) {
      assert.ok(error instanceof RequestError, String(error));
      return error.failure;
    }
  }

  it('T7: is done although NODE_TLS_REJECT_UNAUTHORIZED says otherwise', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    assert.match((await failure())?.code ?? '', /UNABLE_TO_VERIFY|SELF_SIGNED/);
    assert.equal(received, 0);
    assert.equal(await failure(authority.file), undefined);
    assert.equal(received, 1);
  });

  it('T7: is not left out for the global agent’s sake', async () => {
    globalAgent.options.rejectUnauthorized = false;
    const { kind, code } = (await failure()) ?? {};
    assert.deepEqual([kind, code, received], ['tls', 'ERR_TLS_UNVERIFIED', 0]);
    assert.equal(await failure(authority.file), undefined);
  });

  it('T7: is not left out on a connection that another extension opened', async () => {
    globalAgent.options.rejectUnauthorized = false;
    await new Promise((resolve) => https.get(url, (response) => response.resume().on('end', resolve)));
    assert.equal((await failure())?.kind, 'tls');
    assert.equal(received, 1);
  });

  it('T7: leaves the requests of others as they are', async () => {
    assert.equal((await failure())?.kind, 'tls');
    assert.equal(https.request, request);
  });
});
