import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { CallContext } from '../../src/client/callContext';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { failureMessage } from '../../src/http/failureMessage';
import { scopeOf } from '../../src/http/failureScope';
import { createHttpClient } from '../../src/http/httpClient';
import { inEnglish } from '../../src/base/message';
import { providerFromDefinition } from '../../src/providers/definitions/providerFromDefinition';
import { requestOrigins } from '../../src/providers/requestOrigins';
import { createManualClock } from '../support/manualClock';
import { markedSecret } from '../support/markedSecret';
import { emptyMemory } from './emptyMemory';

const secret = markedSecret('client');

/** A service with a token endpoint that follows RFC 6749: `POST /token`, and `GET /jobs/<id>` for the last token. */
describe('an OAuth client', () => {
  const clock = createManualClock(Date.UTC(2026, 10, 26));
  let server: Server;
  let origin: string;
  let client: HttpServiceClient;
  let issued: number;
  let accepted: string;
  let takesHeader: boolean;
  let refusal: object | undefined;
  let refusalStatus: number;
  let tokenType: string;
  let tokenRequests: readonly { readonly authorization: string | undefined; readonly body: string }[];
  let jobRequests: readonly (string | undefined)[];

  beforeEach(async () => {
    [issued, accepted, takesHeader, refusal, tokenRequests, jobRequests] = [0, '', true, undefined, [], []];
    [refusalStatus, tokenType] = [400, 'Bearer'];
    server = createServer((request, response) => {
      const { url, headers } = request;
      const reply = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (url !== '/token') {
        jobRequests = [...jobRequests, headers.authorization];
        const isGood = headers.authorization === `Bearer ${accepted}`;
        reply(isGood ? 200 : 401, isGood ? { status: 'running' } : { message: 'no such token' });
        return;
      }
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        tokenRequests = [...tokenRequests, { authorization: headers.authorization, body }];
        if (refusal || (!takesHeader && headers.authorization)) {
          reply(refusalStatus, refusal ?? { error: 'invalid_client' });
          return;
        }
        issued += 1;
        accepted = `token-${issued}`;
        reply(200, { access_token: accepted, token_type: tokenType, expires_in: 3600 });
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    origin = `http://127.0.0.1:${address.port}`;
    client = new HttpServiceClient(createHttpClient({ clock }), clock, () => 10_000, emptyMemory);
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function call(more: Partial<CallContext> = {}): CallContext {
    const made = providerFromDefinition({
      id: 'jobs',
      credentials: [{ kind: 'oauth-client', tokenUrl: `${origin}/token`, scope: 'jobs.read', audience: 'jobs' }],
      request: `${origin}/jobs/{id}`,
      state: 'status',
    });
    assert.ok('provider' in made);
    const { provider } = made;
    const connection = { id: 'c', name: 'C', provider: 'jobs', credentials: 'oauth-client' } as const;
    const credentials = { kind: 'oauth-client', clientId: 'me:1', clientSecret: secret } as const;
    return { provider, connection, credentials, origins: requestOrigins(provider, connection), ...more };
  }

  it('gets one token for all polls, and another one before its end', async () => {
    const results = await Promise.all([client.task(call(), '1'), client.task(call(), '2'), client.task(call(), '3')]);
    assert.ok(results.every(({ ok }) => ok));
    assert.equal(tokenRequests.length, 1);
    const [first] = tokenRequests;
    const basic = Buffer.from(`me%3A1:${secret}`).toString('base64');
    assert.equal(first?.authorization, `Basic ${basic}`);
    assert.equal(first.body, 'grant_type=client_credentials&scope=jobs.read&audience=jobs');
    assert.deepEqual([...new Set(jobRequests)], ['Bearer token-1']);
    clock.advance(54 * 60_000);
    await client.task(call(), '1');
    assert.equal(issued, 1);
    clock.advance(2 * 60_000);
    await client.task(call(), '1');
    assert.equal(issued, 2);
  });

  it('gets another token once after the service rejected one', async () => {
    await client.task(call(), '1');
    accepted = 'revoked';
    assert.ok((await client.task(call(), '1')).ok);
    assert.deepEqual([issued, jobRequests.at(-1)], [2, 'Bearer token-2']);
  });

  it('puts the secret into the body for a server that takes it only there, and remembers it', async () => {
    takesHeader = false;
    assert.ok((await client.task(call(), '1')).ok);
    assert.match(tokenRequests.at(-1)?.body ?? '', new RegExp(`client_id=me%3A1&client_secret=${secret}`));
    assert.equal(tokenRequests.at(-1)?.authorization, undefined);
    clock.advance(3_600_000);
    await client.task(call(), '1');
    assert.equal(tokenRequests.length, 3);
  });

  it('that is refused fails for the whole connection, and its secret is nowhere', async () => {
    refusal = { error: 'invalid_client', error_description: `Unknown secret ${secret}` };
    const result = await client.task(call(), '1');
    assert.ok(!result.ok);
    const { failure } = result;
    assert.deepEqual([failure.kind, failure.step, scopeOf(failure)], ['unauthorised', 'sign-in', 'connection']);
    const sentence = inEnglish(failureMessage(failure));
    assert.match(sentence, /^Sign-in failed .*invalid_client/);
    assert.ok(!JSON.stringify([failure, sentence]).includes(secret));
    assert.deepEqual(jobRequests, []);
  });

  for (const body of [
    { error: 'invalid_client', error_description: `Unknown secret ${secret}` },
    { errcode: 40001, errmsg: `invalid credential ${secret}` },
  ]) {
    it(`that is refused with a good status is refused: ${Object.keys(body).join(', ')}`, async () => {
      [refusal, refusalStatus] = [body, 200];
      const result = await client.task(call(), '1');
      assert.ok(!result.ok);
      const { failure } = result;
      assert.deepEqual([failure.kind, scopeOf(failure)], ['unauthorised', 'connection']);
      assert.match(inEnglish(failureMessage(failure)), /^Sign-in failed .*(invalid_client|invalid credential)/);
      assert.ok(!JSON.stringify(failure).includes(secret));
    });
  }

  it('takes the token of Apigee, whose type is BearerToken', async () => {
    tokenType = 'BearerToken';
    assert.ok((await client.task(call(), '1')).ok);
    tokenType = 'mac';
    clock.advance(3_600_000);
    assert.ok(!(await client.task(call(), '1')).ok);
  });

  it('says what to check when the request was not right', async () => {
    refusal = { error: 'invalid_scope' };
    const result = await client.task(call(), '1');
    assert.ok(!result.ok);
    assert.match(inEnglish(failureMessage(result.failure)), /Check its address and the scope/);
  });

  it('is sent nowhere but to the places that it was entered for', async () => {
    const result = await client.task(call({ origins: ['https://elsewhere.example'] }), '1');
    assert.ok(!result.ok);
    assert.equal(result.failure.kind, 'credentials-missing');
    assert.deepEqual([tokenRequests, jobRequests], [[], []]);
    assert.deepEqual(call().origins, [origin]);
  });
});
