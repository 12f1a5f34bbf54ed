import assert from 'node:assert/strict';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { HttpRequest, HttpResponse } from '../../src/http/request';
import { isEnded } from '../../src/tasks/task';
import { connectionOf, someTasks, taskIn, World, type TestWindow } from './world';

const minute = 60_000;
type Answer = Pick<HttpResponse, 'status' | 'body'> & { readonly headers?: HttpResponse['headers'] };

describe('Poller, by what a response proves', () => {
  let world: World;
  let window: TestWindow;
  let requests: HttpRequest[];
  /** What the service responds to a request for a task. */
  let respond: (id: string, request: HttpRequest) => Answer;

  const token = { kind: 'access-token', token: 'shop-token-1' } as const;
  const shop = connectionOf('works', { provider: 'shoplazza', credentials: 'access-token', shop: 'acme' });
  const running = (id: string): Answer => ({
    status: 200,
    body: JSON.stringify({ task_id: id, status: 1, total: 4, finished: 1 }),
  });
  const states = (count: number): string[] => someTasks(count).map(({ id }) => taskIn(window, id).state);

  beforeEach(async () => {
    world = new World();
    requests = [];
    respond = running;
    const http = {
      send(request: HttpRequest): Promise<HttpResponse> {
        requests.push(request);
        const at = world.clock.now();
        const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
        return Promise.resolve({ headers: {}, ...respond(id, request), sentAt: at, receivedAt: at });
      },
    };
    window = await world.open({
      client: new HttpServiceClient(http, world.clock, () => minute, world.store.connections),
    });
    await window.connections.save(shop, token);
    window.poller.start();
  });
  afterEach(() => {
    world.end();
  });

  for (const body of ['default backend - 404', '', '<html></html>', '{"error":"page not found"}']) {
    it(`A6: a gateway’s 404 for three minutes ends no task: ${JSON.stringify(body)}`, async () => {
      window.service.track(someTasks(3));
      await world.run(minute);
      respond = () => ({ status: 404, body });
      await world.run(3 * minute);
      assert.deepEqual(states(3), ['running', 'running', 'running']);
      respond = running;
      const before = requests.length;
      await world.run(6 * minute);
      assert.ok(requests.length > before + 3);
      assert.ok(someTasks(3).every(({ id }) => taskIn(window, id).stale === undefined));
    });
  }

  it('A6: a task for which a service sends an empty 404 does not keep the others from being polled', async () => {
    respond = (id) => (id === '1' ? { status: 404, body: '' } : running(id));
    window.service.track(someTasks(3));
    await world.run(10 * minute);
    assert.deepEqual(states(3), ['unknown', 'running', 'running']);
    assert.equal(taskIn(window, '1').stale?.failure.kind, 'address');
  });

  it('A7: what expired at a wrong connection is polled again once that is edited', async () => {
    window.service.track(someTasks(3));
    await world.run(minute);
    respond = (id, { url }) =>
      url.includes('2025-06') ? running(id) : { status: 404, body: '{"error":"Missing or invalid data"}' };
    await world.run(5 * minute);
    assert.deepEqual(states(3), ['expired', 'expired', 'expired']);
    const before = requests.length;
    world.setting.edit([{ ...shop, name: 'Another name' }]);
    await world.run(5 * minute);
    assert.equal(requests.length, before, 'another name changes nothing');
    world.setting.edit([{ ...shop, apiVersion: '2025-06' }]);
    await world.run(minute);
    assert.deepEqual(states(3), ['running', 'running', 'running']);
  });

  it('A7: what stays unknown stays expired, and new credentials are a reason to ask once more', async () => {
    window.service.track(someTasks(1));
    await world.run(minute);
    respond = () => ({ status: 404, body: '{"error":"Missing or invalid data"}' });
    await world.run(5 * minute);
    const before = requests.length;
    await window.connections.save(shop, { kind: 'access-token', token: 'shop-token-2' });
    await world.run(5 * minute);
    assert.equal(requests.length, before + 1);
    const task = taskIn(window, '1');
    assert.ok(isEnded(task.state));
    assert.equal(task.stale, undefined);
  });

  describe('B7: Retry-After on good responses', () => {
    it('B7: is obeyed', async () => {
      respond = (id) => ({ ...running(id), headers: { 'retry-after': '600' } });
      window.service.track(someTasks(1));
      await world.run(9 * minute);
      assert.equal(requests.length, 1);
      await world.run(2 * minute);
      assert.equal(requests.length, 2);
    });

    it('B7: holds although a refresh between failed', async () => {
      respond = (id) => ({ ...running(id), headers: { 'retry-after': '600' } });
      window.service.track(someTasks(1));
      await world.run();
      const due = taskIn(window, '1').retryAt;
      respond = () => ({ status: 500, body: '{}' });
      const refreshed = window.poller.refresh(someTasks(1));
      await world.run();
      await refreshed;
      assert.equal(requests.length, 2);
      assert.ok(due !== undefined && (taskIn(window, '1').nextPollAt ?? 0) >= due);
    });

    it('B7: ends with the next response, and after an hour at most', async () => {
      respond = (id) => ({ ...running(id), headers: { 'retry-after': '99999' } });
      window.service.track(someTasks(1));
      await world.run(59 * minute);
      assert.equal(requests.length, 1);
      respond = running;
      await world.run(2 * minute);
      assert.equal(taskIn(window, '1').retryAt, undefined);
    });
  });

  it('A10: a list finds tasks whose ids it writes in another case', async () => {
    world.setting.edit([connectionOf('works', { provider: 'huawei-vod', credentials: 'iam-token' })]);
    await window.vault.write('works', { kind: 'iam-token', token: 'good' });
    await window.connections.load();
    const tasks = ['F84D', 'A11C'].map((task_id) => ({ task_id, status: 'PROCESSING' }));
    respond = () => ({ status: 200, body: JSON.stringify({ total: 2, tasks }) });
    window.service.track(['f84d', 'a11c'].map((id) => ({ connection: 'works', id })));
    await world.run();
    assert.equal(requests.length, 1);
    assert.equal(taskIn(window, 'f84d').state, 'running');
  });
});
