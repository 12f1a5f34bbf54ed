import assert from 'node:assert/strict';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { HttpRequest, HttpResponse } from '../../src/http/request';
import { isEnded } from '../../src/tasks/task';
import { connectionOf, someTasks, World, type TestWindow } from './world';

const minute = 60_000;
const password = { kind: 'iam-password', domain: 'acme', user: 'kim', password: 'the-password' } as const;

describe('Poller, when a step fails that its tasks share', () => {
  let world: World;
  let window: TestWindow;
  let requests: HttpRequest[];
  /** What the identity service answers; the task service is not reached. */
  let response: Pick<HttpResponse, 'status' | 'body'>;

  beforeEach(async () => {
    world = new World();
    requests = [];
    const http = {
      send(request: HttpRequest): Promise<HttpResponse> {
        requests.push(request);
        const at = world.clock.now();
        return Promise.resolve({ headers: {}, ...response, sentAt: at, receivedAt: at });
      },
    };
    const client = new HttpServiceClient(http, world.clock, () => minute, world.store.connections);
    window = await world.open({ client });
  });
  afterEach(() => {
    world.end();
  });

  const signInFailures: readonly (readonly [string, number, string])[] = [
    ['401', 401, '{"error":{"code":401,"message":"no"}}'],
    ['403', 403, '{"error":{"code":403,"message":"no"}}'],
    ['400', 400, '{"error":{"code":400,"message":"wrong"}}'],
    ['404', 404, '{"error":{"code":404,"message":"Not Found"}}'],
    ['a page', 200, '<!doctype html><title>Welcome</title>'],
  ];
  for (const [name, status, body] of signInFailures) {
    it(`A3: sends a password once for twenty tasks that the identity service answers with ${name}`, async () => {
      response = { status, body };
      await window.connections.save(connectionOf('works', { credentials: 'iam-password' }), password);
      window.service.track(someTasks(20));
      window.poller.start();
      await world.run(4_000);
      assert.equal(requests.length, 1);
      await world.run(5 * minute);
      // Rejected credentials wait for others; a backoff grows.
      assert.ok(requests.length <= (status === 401 ? 1 : 8), `${requests.length} requests`);
      for (const ref of someTasks(20)) {
        const task = window.store.tasks.get(ref);
        assert.ok(task && !isEnded(task.state));
      }
    });
  }

  it('A1: looks for the project once for twenty tasks when it may not', async () => {
    response = { status: 403, body: '{"error":{"code":403,"message":"identity:list_projects"}}' };
    const key = { kind: 'aksk', accessKey: 'AK', secretKey: 'the-secret-key' } as const;
    const { projectId: _none, ...connection } = connectionOf('works', { credentials: 'aksk' });
    await window.connections.save(connection, key);
    window.service.track(someTasks(20));
    window.poller.start();
    await world.run(4_000);
    assert.deepEqual(
      requests.map(({ url }) => new URL(url).pathname),
      ['/v3/auth/projects', '/v3/projects'],
    );
  });
});
