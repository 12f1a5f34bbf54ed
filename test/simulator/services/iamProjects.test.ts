import assert from 'node:assert/strict';
import { startTestCloud, type Reply, type TestCloud } from '../testCloud';

const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const team = { id: '1a1b2c3d4e5f60718293a4b5c6d7e8f9', name: 'cn-north-4_team', parentId: projectId };
const closed = { id: '2a1b2c3d4e5f60718293a4b5c6d7e8f9', name: 'cn-north-4_closed', enabled: false };
const user = {
  kind: 'iam-user',
  ...{ domain: 'company', user: 'poller', password: 'made-up-for-this-test' },
  ...{ projectId, otherProjects: [team, closed] },
} as const;

describe('the simulated IAM and what a token is for', () => {
  let test: TestCloud;

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow(user);
  });
  afterEach(() => test.stop());

  function signIn(scope?: object): Promise<Reply> {
    const { domain, password } = user;
    const identity = {
      methods: ['password'],
      password: { user: { name: user.user, password, domain: { name: domain } } },
    };
    return test.get('/v3/auth/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: { identity, ...(scope && { scope }) } }),
    });
  }

  async function get(path: string, scope?: object): Promise<Reply> {
    const { headers } = await signIn(scope);
    return test.get(path, { headers: { 'x-auth-token': String(headers['x-subject-token']) } });
  }
  const namesOf = ({ json }: Reply): readonly unknown[] => json.projects.map((project) => project.name);

  it('opens the project that was named, and no other', async () => {
    for (const project of [{ id: team.id }, { name: team.name }]) {
      assert.equal((await get(`/v1/${team.id}/asset/editing/tasks`, { project })).status, 200);
      assert.equal((await get(`/v1/${projectId}/asset/editing/tasks`, { project })).status, 403);
    }
    assert.equal((await signIn({ project: { name: closed.name } })).status, 401);
  });

  it('opens no project where none was named', async () => {
    for (const scope of [undefined, { domain: { name: 'company' } }]) {
      assert.equal((await signIn(scope)).status, 201);
      assert.equal((await get(`/v1/${projectId}/asset/editing/tasks`, scope)).status, 403);
      assert.deepEqual(namesOf(await get('/v3/auth/projects', scope)), ['cn-north-4', team.name]);
    }
    assert.equal((await signIn({ domain: { name: 'other' } })).status, 401);
  });

  it('lists projects to those who have the permission', async () => {
    const scope = { project: { id: projectId } };
    assert.deepEqual(namesOf(await get('/v3/projects?enabled=false', scope)), [closed.name]);
    assert.equal((await get('/v3/projects?enabled=maybe', scope)).status, 400);
    assert.equal((await get('/v3/projects?page=1', scope)).status, 400);
    test.cloud.accounts.allow({ ...user, mayNotListProjects: true });
    const refused = await get('/v3/projects?name=cn-north-4', scope);
    assert.deepEqual([refused.status, refused.json.error.code], [403, 403]);
    assert.deepEqual(namesOf(await get('/v3/auth/projects', scope)), ['cn-north-4', team.name]);
  });

  it('gives tokens of another life', async () => {
    test.cloud.accounts.allow({ ...user, tokenLifetime: 300_000 });
    const { token } = (await signIn()).json;
    assert.equal(Date.parse(token.expires_at) - Date.parse(token.issued_at), 300_000);
  });

  it('can tell that only the passcode is missing', async () => {
    test.cloud.accounts.allow({ ...user, totp: { userId: 'id-of-poller', passcode: '123456' }, givesReceipt: true });
    const { status, headers } = await signIn();
    assert.equal(status, 401);
    assert.ok(headers['openstack-auth-receipt']);
  });
});
