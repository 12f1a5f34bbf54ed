import assert from 'node:assert/strict';
import { createDemoCredentials, demoConnections, toDemoAccount } from '../../../src/simulator/demo/demoAccounts';
import { createDemoTasks } from '../../../src/simulator/demo/demoTasks';
import { isSavedCloud, stageOf } from '../../../src/simulator/simulatedTask';
import { startTestCloud, type TestCloud } from '../testCloud';

describe('createDemoTasks', () => {
  it('shows every state of a task within two minutes', () => {
    const { saved, tasks } = createDemoTasks(1_000_000_000_000);
    const tracked = saved.tasks.filter(({ id }) => tasks.some((task) => task.id === id));
    const seen = new Set<string>();
    for (let second = 0; second <= 120; second++) {
      tracked.forEach((task) => seen.add(stageOf(task, 1_000_000_000_000 + second * 1000).state));
    }
    const states = ['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled', 'timed-out', 'vanished'];
    assert.deepEqual([...seen].sort(), [...states, 'unlisted-status'].sort());
    assert.ok(tracked.length >= 10 && tracked.length <= 14);
  });

  it('has tasks that nobody tracks, where services list them', () => {
    const { saved, tasks } = createDemoTasks(0);
    const untracked = saved.tasks.filter(({ id }) => !tasks.some((task) => task.id === id));
    assert.deepEqual(new Set(untracked.map(({ service }) => service)), new Set(['vod', 'koodrive']));
  });

  it('has all names in the language that it is given', () => {
    const { saved, tasks } = createDemoTasks(0, (name) => `译 ${name}`);
    const connections = demoConnections('http://127.0.0.1:1', (name) => `译 ${name}`);
    const names = [
      ...saved.tasks.map(({ plan }) => plan.name ?? ''),
      ...[...tasks, ...connections].map(({ name }) => name),
    ];
    assert.deepEqual(
      names.filter((name) => !name.startsWith('译 ')),
      [],
    );
  });

  it('makes new ids each time and no secrets', () => {
    const [one, other] = [createDemoTasks(0), createDemoTasks(0)];
    assert.ok(isSavedCloud(JSON.parse(JSON.stringify(one.saved))));
    const ids = [...one.saved.tasks, ...other.saved.tasks].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('the demo as a whole', () => {
  let test: TestCloud;
  beforeEach(async () => {
    test = await startTestCloud();
  });
  afterEach(() => test.stop());

  it('responds for every task that it tracks, with the credentials that it creates', async () => {
    const { saved, tasks } = createDemoTasks(test.clock.now());
    test.cloud.restore(saved);
    const paths = {
      'demo-dsc': (id: string, project = '') => `/v1/${project}/watermark/embed/tasks/${id}`,
      'demo-vod': (id: string, project = '') => `/v1/${project}/asset/editing/tasks?task_id=${id}`,
      'demo-koodrive': (id: string) => `/koodrive/ose/v1/task/${id}`,
      'demo-shoplazza': (id: string) => `/openapi/2025-06/file/task/${id}`,
    };
    const origin = await test.cloud.start();
    for (const connection of demoConnections(origin)) {
      const credentials = createDemoCredentials(connection);
      const account = toDemoAccount(connection, credentials);
      assert.ok(account);
      test.cloud.accounts.allow(account);
      const { projectId, userId } = connection;
      const mine = tasks.filter((task) => task.connection === connection.id);
      assert.ok(mine.length > 0, connection.id);
      for (const { id } of mine) {
        const context = { ...(projectId ? { projectId } : {}), ...(userId ? { userId } : {}) };
        const { status, text } = await test.signed(paths[connection.id](id, projectId), credentials, context);
        assert.equal(status, 200, text);
        assert.ok(text.includes(id));
      }
      assert.deepEqual(createDemoCredentials(connection).kind, connection.credentials);
      assert.notDeepEqual(createDemoCredentials(connection), credentials);
    }
  });

  it('does not sign in with credentials of another kind', () => {
    const [dsc] = demoConnections('http://127.0.0.1:1');
    assert.equal(toDemoAccount(dsc!, { kind: 'none' }), undefined);
  });
});
