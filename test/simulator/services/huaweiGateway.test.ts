import assert from 'node:assert/strict';
import { startTestCloud, type TestCloud } from '../testCloud';

const project = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const keys = { kind: 'aksk', accessKey: 'AKOFTHETEST000000001', secretKey: 'made-up-for-this-test' } as const;

describe('the Huawei gateway', () => {
  let test: TestCloud;
  let dsc: string;
  const vod = `/v1/${project}/asset/editing/tasks`;

  beforeEach(async () => {
    test = await startTestCloud();
    const id = test.cloud.addTask('dsc', { queuedMs: 0, runningMs: 1000, outcome: 'succeeded' });
    dsc = `/v1/${project}/watermark/embed/tasks/${id}`;
    test.cloud.accounts.allow({ ...keys, projectId: project, name: 'factory' });
    test.cloud.accounts.allow({ kind: 'iam-token', token: 'good-token', projectId: project });
  });
  afterEach(() => test.stop());

  const assertRejected = async (reply: ReturnType<TestCloud['get']>, text: string): Promise<void> => {
    const { status, json, headers } = await reply;
    assert.equal(status, 401);
    assert.equal(json.error_code, 'APIGW.0301');
    assert.equal(json.error_msg, `Incorrect IAM authentication information: ${text}`);
    assert.equal(json.request_id, headers['x-request-id']);
  };

  it('accepts a signature and a token, for either service', async () => {
    for (const path of [dsc, vod, `${vod}?limit=100&offset=0`]) {
      assert.equal((await test.signed(path, keys)).status, 200);
      assert.equal((await test.signed(path, keys, { projectId: project })).status, 200);
      assert.equal((await test.get(path, { headers: { 'X-Auth-Token': 'good-token' } })).status, 200);
    }
    assert.deepEqual(new Set(test.cloud.requests.map(({ account }) => account)), new Set(['factory', 'iam-token']));
  });

  it('rejects in the words of the documents', async () => {
    await assertRejected(test.get(dsc), 'x-auth-token not found');
    await assertRejected(test.get(dsc, { headers: { 'x-auth-token': 'other' } }), 'decrypt token fail');
    await assertRejected(test.signed(dsc, { ...keys, secretKey: 'wrong' }), 'verify aksk signature fail');
    await assertRejected(test.signed(dsc, { ...keys, accessKey: 'NOBODY' }), 'ak NOBODY not exist');
    await assertRejected(test.signed(dsc, keys, { now: test.clock.now() - 20 * 60_000 }), 'the signature has expired');
    const expiresAt = test.clock.now() + 1000;
    test.cloud.accounts.allow({ kind: 'iam-token', token: 'short', projectId: project, expiresAt });
    assert.equal((await test.get(vod, { headers: { 'x-auth-token': 'short' } })).status, 200);
    test.clock.advance(1000);
    const text = `token expires, expires_at: ${new Date(expiresAt).toISOString()}`;
    await assertRejected(test.get(vod, { headers: { 'x-auth-token': 'short' } }), text);
  });

  it('wants the security token of a temporary key, and only its own', async () => {
    test.cloud.accounts.allow({ ...keys, accessKey: 'TEMPORARY', securityToken: 'session', projectId: project });
    const temporary = { ...keys, accessKey: 'TEMPORARY' };
    assert.equal((await test.signed(dsc, { ...temporary, securityToken: 'session' })).status, 200);
    assert.equal((await test.signed(dsc, temporary)).status, 401);
    assert.equal((await test.signed(dsc, { ...temporary, securityToken: 'another' })).status, 401);
  });

  it('locks a key for five minutes after five failures, also for the right secret', async () => {
    const wrong = { ...keys, secretKey: 'wrong' };
    for (let attempt = 0; attempt < 4; attempt++) {
      await test.signed(dsc, wrong);
    }
    assert.equal((await test.signed(dsc, keys)).status, 200, 'a success in between starts the count again');
    for (let attempt = 0; attempt < 5; attempt++) {
      await assertRejected(test.signed(dsc, wrong), 'verify aksk signature fail');
    }
    await assertRejected(test.signed(dsc, keys), 'AK access failed to reach the limit,forbidden');
    assert.equal(test.cloud.accounts.failuresOf(keys.accessKey), 9);
    test.clock.advance(5 * 60_000 - 1);
    assert.equal((await test.signed(dsc, keys)).status, 401);
    test.clock.advance(1);
    assert.equal((await test.signed(dsc, keys)).status, 200);
  });

  it('forbids the project of somebody else, in the path and in X-Project-Id', async () => {
    const elsewhere = dsc.replace(project, 'ffffffffffffffffffffffffffffffff');
    const replies = [
      await test.signed(elsewhere, keys),
      await test.get(elsewhere, { headers: { 'x-auth-token': 'good-token' } }),
      await test.signed(dsc, keys, { projectId: 'ffffffffffffffffffffffffffffffff' }),
    ];
    for (const { status, json } of replies) {
      assert.deepEqual([status, json.error_code], [403, 'APIGW.0302']);
    }
  });

  it('does not know other paths and methods', async () => {
    const headers = { 'x-auth-token': 'good-token' };
    const unknown = [
      ['GET', '/'],
      ['GET', `/v1/${project}/watermark/embed/tasks`],
      ['GET', `${dsc}/`],
      ['GET', dsc.replace('/v1/', '/v2/')],
      ['POST', dsc],
      ['DELETE', dsc],
      ['PUT', vod],
      ['GET', `${vod}/1`],
      ['GET', `/v1/${project}/asset/editing`],
    ] as const;
    for (const [method, path] of unknown) {
      const { status, json } = await test.get(path, { method, headers });
      assert.deepEqual([status, json.error_code], [404, 'APIGW.0101'], `${method} ${path}`);
    }
  });

  it('stops accepting what was revoked', async () => {
    test.cloud.accounts.revoke(keys.accessKey);
    test.cloud.accounts.revoke('good-token');
    await assertRejected(test.signed(dsc, keys), `ak ${keys.accessKey} not exist`);
    await assertRejected(test.get(dsc, { headers: { 'x-auth-token': 'good-token' } }), 'decrypt token fail');
  });
});
