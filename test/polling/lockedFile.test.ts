import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { BusyError } from '../../src/base/errors';
import { taskIn, someTasks, useWorld } from './world';

describe('T11: another process that holds the write lock', () => {
  const world = useWorld();
  let lock: DatabaseSync;
  const open = () => {
    const store = world.file();
    lock = new DatabaseSync(world.sandbox.file);
    world.register({
      dispose() {
        lock.close();
      },
    });
    return store;
  };

  it('T11: a window that starts meanwhile uses the file, and writes once it can', () => {
    open().tasks.track([{ connection: 'works', id: '1', provider: 'huawei-dsc' }], world.clock.now());
    lock.exec('BEGIN IMMEDIATE');
    const opened = world.sandbox.open();
    assert.equal(opened.kind, 'opened');
    const store = world.sandbox.window('late', opened.database);
    const rename = () => {
      store.tasks.rename({ connection: 'works', id: '1' }, 'drawings');
    };
    assert.equal(store.tasks.get({ connection: 'works', id: '1' })?.name, '1');
    assert.throws(rename, BusyError);
    lock.exec('ROLLBACK');
    rename();
    assert.equal(world.sandbox.window('other').tasks.get({ connection: 'works', id: '1' })?.name, 'drawings');
  });

  it('T11: a response that arrives meanwhile is written afterwards, and its request is not sent again', async () => {
    const store = open();
    const requests: string[] = [];
    const client: typeof world.cloud.task = (call, id) => {
      requests.push(id);
      lock.exec('BEGIN IMMEDIATE');
      return world.cloud.task(call, id);
    };
    const window = await world.start({
      store,
      client: { task: client, page: (call, list, page) => world.cloud.page(call, list, page) },
    });
    window.service.track(someTasks(1));
    await world.run(10_000);
    assert.equal(taskIn(window, '1').progress, undefined);
    lock.exec('ROLLBACK');
    await world.run(1_000);
    assert.notEqual(taskIn(window, '1').progress, undefined);
    assert.deepEqual(requests, ['1']);
  });
});
