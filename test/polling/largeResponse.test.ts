import assert from 'node:assert/strict';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/base/clock';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { createHttpClient } from '../../src/http/httpClient';
import { until } from '../support/until';
import { connectionOf, taskIn, useWorld } from './world';

describe('T10: a response with two million failed files', function () {
  this.timeout(60_000);
  const world = useWorld();

  it('T10: keeps ten thousand of them and the totals, says so, and leaves the file small', async () => {
    const rows = 2_000_000;
    const body = `{"task_id":"1","failed_embed_info":[${'1,'.repeat(rows - 1)}1],"status":2,"total":${rows}}`;
    const server = createServer((_request, response) => response.end(body));
    world.register({ dispose: () => server.close() });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    world.setting.edit([connectionOf('works', { endpoint })]);
    const store = world.file();
    const window = await world.start({
      store,
      client: new HttpServiceClient(
        createHttpClient({ clock: systemClock }),
        systemClock,
        () => 30_000,
        store.connections,
      ),
    });
    window.service.track([{ connection: 'works', id: '1' }]);
    await until('the task has ended', async () => {
      await world.run(1_000);
      return taskIn(window, '1').state === 'failed';
    });
    const { progress, itemCount } = taskIn(window, '1');
    assert.equal(itemCount, 10_000);
    assert.deepEqual([progress?.failed, progress?.total], [rows, rows]);
    assert.deepEqual(progress?.facts, [{ label: 'Further files, not shown', value: String(rows - 10_000) }]);
    assert.equal(store.tasks.items({ connection: 'works', id: '1' }, 9_990, 100).length, 10);
    assert.ok(statSync(world.sandbox.file).size + statSync(`${world.sandbox.file}-wal`).size < 4 * 2 ** 20);
  });
});
