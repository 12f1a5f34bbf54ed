import assert from 'node:assert/strict';
import { startTestCloud, type Reply, type TestCloud } from '../testCloud';

const user = {
  kind: 'iam-user',
  domain: 'company',
  user: 'poller',
  password: 'made-up-for-this-test',
  projectId: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
} as const;

interface SignIn {
  password?: string;
  domain?: string;
  project?: object;
  methods?: string[];
  totp?: object;
}

describe('the simulated IAM', () => {
  let test: TestCloud;
  const signIn = (
    { password = user.password, domain = 'company', project = { id: user.projectId }, methods, totp }: SignIn = {},
    type = 'application/json;charset=utf8',
  ): Promise<Reply> => {
    const identity = {
      methods: methods ?? ['password'],
      password: { user: { name: 'poller', password, domain: { name: domain } } },
      ...(totp ? { totp: { user: totp } } : {}),
    };
    return test.get('/v3/auth/tokens?nocatalog=true', {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ auth: { identity, scope: { project } } }),
    });
  };

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow(user);
  });
  afterEach(() => test.stop());

  it('issues a token that opens the project for a day', async () => {
    for (const project of [{ id: user.projectId }, { name: 'cn-north-4' }]) {
      const { status, headers, json } = await signIn({ project });
      assert.equal(status, 201);
      assert.equal(json.token.project.id, user.projectId);
      assert.equal(json.token.expires_at, new Date(test.clock.now() + 86_400_000).toISOString().replace('Z', '000Z'));
      assert.match(json.token.issued_at, /\.\d{6}Z$/);
      const options = { headers: { 'x-auth-token': String(headers['x-subject-token']) } };
      const list = `/v1/${user.projectId}/asset/editing/tasks`;
      assert.equal((await test.get(list, options)).status, 200);
      test.clock.advance(86_400_000);
      assert.match((await test.get(list, options)).json.error_msg, /token expires/);
    }
  });

  it('rejects what is wrong with the body of the identity service', async () => {
    for (const wrong of [{ password: 'x' }, { domain: 'other' }, { project: { id: 'x' } }, { project: {} }]) {
      const { status, json } = await signIn(wrong);
      assert.equal(status, 401);
      assert.deepEqual([json.error.code, json.error.title, typeof json.error.message], [401, 'Unauthorized', 'string']);
    }
    for (const reply of [await signIn({ methods: [] }), await signIn({}, 'text/plain')]) {
      assert.deepEqual([reply.status, reply.json.error.code], [400, 400]);
    }
    assert.equal(test.cloud.accounts.failuresOf('poller'), 2);
  });

  it('wants the second factor of a user who has one, with the user id', async () => {
    const totp = { userId: 'id-of-poller', passcode: '123456' };
    test.cloud.accounts.allow({ ...user, totp });
    const methods = ['password', 'totp'];
    const right = { id: totp.userId, passcode: totp.passcode };
    assert.equal((await signIn()).status, 401);
    assert.equal((await signIn({ methods, totp: { ...right, passcode: '000000' } })).status, 401);
    assert.equal((await signIn({ methods, totp: { ...right, id: 'poller' } })).status, 401);
    assert.equal((await signIn({ methods, totp: right })).status, 201);
  });

  it('can want the domain of a named project, as a standard Keystone does', async () => {
    test.cloud.accounts.allow({ ...user, wantsProjectDomain: true });
    const { status, json } = await signIn({ project: { name: 'cn-north-4' } });
    assert.equal(status, 400);
    assert.match(json.error.message, /domain in project/);
    assert.equal((await signIn({ project: { name: 'cn-north-4', domain: { name: 'company' } } })).status, 201);
    assert.equal((await signIn()).status, 201);
  });

  it('names the project of a region, for a token and for a key', async () => {
    const keys = { kind: 'aksk', accessKey: 'AKOFTHETEST', secretKey: 'made-up' } as const;
    test.cloud.accounts.allow({ ...keys, projectId: user.projectId });
    const { headers } = await signIn();
    const options = { headers: { 'x-auth-token': String(headers['x-subject-token']) } };
    const found = await test.get('/v3/projects?name=cn-north-4', options);
    assert.deepEqual([found.status, found.json.projects[0]!.id], [200, user.projectId]);
    assert.equal((await test.signed('/v3/projects?name=cn-north-4', keys)).json.projects.length, 1);
    assert.deepEqual((await test.get('/v3/projects?name=ap-southeast-1', options)).json.projects, []);
    const rejected = await test.get('/v3/projects');
    assert.deepEqual([rejected.status, rejected.json.error.code], [401, 401]);
    assert.equal((await test.get('/v3/users', options)).status, 404);
  });
});
