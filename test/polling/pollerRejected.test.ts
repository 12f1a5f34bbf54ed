import assert from 'node:assert/strict';
import { settled } from '../support/manualClock';
import { failing, running } from '../client/fakeService';
import { connectionOf, someTasks, taskIn, token, useWorld } from './world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('Poller, with rejected credentials', () => {
  const world = useWorld();

  describe('stops at the first rejection', () => {
    const reject = (): void => {
      world.cloud.respond = () => failing('unauthorised', { status: 401 });
    };

    it('sends one request, with fifty tasks due and two windows', async () => {
      reject();
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      windows[0]!.service.track(someTasks(50));
      await world.run(10 * minute);
      assert.deepEqual(world.requestedIds().length, 1);
      assert.equal(windows.flatMap(({ rejections }) => rejections).length, 1, 'and tells the user once');
      for (const { store } of windows) {
        assert.equal(store.connections.state('works').credentialsRejected?.failure.kind, 'unauthorised');
      }
    });

    it('polls all tasks when the credentials are new', async () => {
      reject();
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      windows[0]!.service.track(someTasks(50));
      await world.run(10 * minute);
      world.forgetRequests();
      world.cloud.respond = () => running();
      await windows[1]!.vault.write('works', token('new'));
      await world.run(10_000);
      assert.deepEqual([...new Set(world.requestedIds())].length, 50);
      assert.ok(world.cloud.requests.every((request) => request.token === 'new'));
      assert.equal(taskIn(windows[0]!, '50').stale, undefined);
      assert.equal(windows[0]!.store.connections.state('works').credentialsRejected, undefined);
    });

    it('sends one more request when the new credentials are rejected too', async () => {
      reject();
      const window = await world.start();
      window.service.track(someTasks(50));
      await world.run(hour);
      await window.vault.write('works', token('wrong as well'));
      await world.run(day);
      assert.equal(world.requestedIds().length, 2);
      assert.equal(window.rejections.length, 2);
    });

    it('goes on with the same credentials when the user resumes', async () => {
      reject();
      const window = await world.start();
      window.service.track(someTasks(3));
      await world.run();
      world.cloud.respond = () => running();
      window.store.connections.clearBlocks('works', world.clock.now());
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1', '1', '2', '3']);
    });

    it('ignores a rejection of credentials that were replaced during the request', async () => {
      const window = await world.start();
      world.cloud.respond = (request) => (request.token === 'good' ? failing('unauthorised') : running());
      const release = world.cloud.holdResponses();
      window.service.track(someTasks(3));
      await world.run();
      world.clock.advance(10);
      await window.vault.write('works', token('new'));
      await settled();
      release();
      await world.run(1000);
      assert.deepEqual(
        world.cloud.requests.map(({ token }) => token),
        ['good', 'new', 'new', 'new'],
      );
      assert.equal(window.rejections.length, 0);
      assert.equal(taskIn(window, '1').state, 'running');
    });

    it('does not affect other connections', async () => {
      world.setting.edit([connectionOf('works'), connectionOf('other')]);
      world.cloud.respond = ({ connection }) => (connection === 'works' ? failing('unauthorised') : running());
      const window = await world.start();
      await window.vault.write('other', token('another'));
      window.service.track([...someTasks(2), ...someTasks(2, 'other')]);
      await world.run(5 * minute);
      assert.equal(world.cloud.requests.filter(({ connection }) => connection === 'works').length, 1);
      assert.ok(world.cloud.requests.filter(({ connection }) => connection === 'other').length > 10);
    });
  });
});
