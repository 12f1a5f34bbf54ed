import assert from 'node:assert/strict';
import type { TaskPlan } from '../../../src/simulator/lifecycle';
import { startTestCloud, type Reply, type TestCloud } from '../testCloud';

const headers = { 'x-auth-token': 'token' };

describe('the simulated DSC', () => {
  let test: TestCloud;
  const task = (id: string): Promise<Reply> => test.get(`/v1/p/watermark/embed/tasks/${id}`, { headers });
  const add = (plan: Partial<TaskPlan>): string =>
    test.cloud.addTask('dsc', { queuedMs: 1000, runningMs: 10_000, outcome: 'succeeded', ...plan });

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow({ kind: 'iam-token', token: 'token', projectId: 'p' });
  });
  afterEach(() => test.stop());

  it('responds as documented, from waiting to done', async () => {
    const id = add({ files: 6 });
    assert.match(id, /^[0-9a-f]{32}$/);
    const fixed = { total: 6, task_id: id, failed: 0, failed_embed_info: [] };
    assert.deepEqual((await task(id)).json, { ...fixed, status: 0, completed: 0, waited: 6 });
    test.clock.advance(6000);
    assert.deepEqual((await task(id)).json, { ...fixed, status: 0, completed: 3, waited: 3 });
    test.clock.advance(5000);
    const { status, headers: sent, json } = await task(id);
    assert.equal(status, 200);
    assert.match(String(sent['content-type']), /^application\/json/);
    assert.deepEqual(json, { ...fixed, status: 1, completed: 6, waited: 0 });
  });

  it('names the drawings that failed, while it still works', async () => {
    const sources = ['obs://factory-drawings/line-3/gearbox.edif', 'obs://factory-drawings/line-3/shaft.edif'];
    const id = add({ outcome: 'partial', files: 2, failures: 2, sources });
    test.clock.advance(8000);
    const running = (await task(id)).json;
    assert.deepEqual([running.status, running.failed, running.failed_embed_info.length], [0, 1, 1]);
    test.clock.advance(8000);
    const { status, completed, failed, waited, failed_embed_info } = (await task(id)).json;
    assert.deepEqual({ status, completed, failed, waited }, { status: 1, completed: 0, failed: 2, waited: 0 });
    assert.equal(failed_embed_info[0]!.file_name, sources[0]);
    assert.equal(failed_embed_info[0]!.target_file_name, 'obs://factory-drawings-marked/line-3/gearbox.edif');
    assert.ok(failed_embed_info.every((item) => item.failed_reason.length > 10));
  });

  it('has a status for every end', async () => {
    const expected = { failed: 2, cancelled: 2, 'timed-out': 3, stuck: 0, 'unlisted-status': 9 } as const;
    for (const [outcome, status] of Object.entries(expected)) {
      const id = add({ outcome: outcome as TaskPlan['outcome'], createdAt: test.clock.now() - 60_000, files: 10 });
      const { json } = await task(id);
      assert.equal(json.status, status, outcome);
      assert.equal(json.completed + json.waited, 10, outcome);
    }
  });

  it('no longer knows a vanished task', async () => {
    const id = add({ outcome: 'vanished' });
    assert.equal((await task(id)).status, 200);
    test.clock.advance(11_000);
    assert.equal((await task(id)).status, 404);
  });

  it('responds with 404 for an unknown task and 400 for a query, both with its own error body', async () => {
    const unknown = await task('f84dcc533e864a4e944a4df346601819');
    assert.equal(unknown.status, 404);
    assert.match(unknown.json.error_code, /^DSC\./);
    assert.equal(typeof unknown.json.error_msg, 'string');
    const query = await task(`${add({})}?verbose=true`);
    assert.deepEqual([query.status, query.json.error_code], [400, 'DSC.00000004']);
  });
});
