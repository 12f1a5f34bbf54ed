import assert from 'node:assert/strict';
import { failing, running } from '../client/fakeService';
import { someTasks, taskIn, useWorld } from './world';

const minute = 60_000;
const hour = 60 * minute;

describe('Poller, when the clock jumps', () => {
  const world = useWorld();

  it('polls each due task once after the machine slept', async () => {
    const window = await world.start();
    window.service.track(someTasks(30));
    await world.run(hour);
    world.forgetRequests();
    world.clock.jump(8 * hour);
    await world.run(20_000);
    assert.deepEqual(new Set(world.requestedIds()), new Set(someTasks(30).map(({ id }) => id)));
    assert.equal(world.requestedIds().length, 30);
  });

  it('polls and refreshes when the clock is set back by an hour', async () => {
    const window = await world.start();
    window.service.track(someTasks(3));
    await world.run(hour);
    world.forgetRequests();
    world.clock.jump(-hour);
    await world.run(5 * minute);
    assert.ok(world.requestedIds().length >= 6, `${world.requestedIds().length} polls in five minutes`);
    world.forgetRequests();
    const refreshed = window.poller.refresh(someTasks(3));
    await world.run(3_000);
    await refreshed;
    assert.equal(world.requestedIds().length, 3);
  });

  it('polls failed and new tasks when a clock that was ahead is corrected', async () => {
    const window = await world.start();
    world.cloud.respond = () => failing('offline');
    window.service.track(someTasks(3));
    await world.run(10 * minute);
    world.clock.jump(-8 * hour);
    world.forgetRequests();
    world.cloud.respond = () => running();
    await world.run(7 * minute);
    assert.ok(someTasks(3).every(({ id }) => taskIn(window, id).state === 'running'));
  });

  it('T3: polls at the start what failed while the clock was ahead', async () => {
    const first = await world.start({ store: world.file() });
    world.cloud.respond = () => failing('server-error');
    first.service.track(someTasks(3));
    await world.run(minute);
    world.clock.jump(22 * hour);
    await world.run(10 * minute);
    first.close();
    world.forgetRequests();
    world.cloud.respond = () => running();
    world.clock.jump(-22 * hour);
    await world.start({ store: world.file() });
    await world.run(10 * minute);
    assert.equal(new Set(world.requestedIds()).size, 3);
  });

  it('starts with a file whose times are in the future', async () => {
    const first = await world.start({ store: world.file() });
    first.service.track(someTasks(3));
    await world.run(hour);
    first.close();
    world.forgetRequests();
    world.clock.jump(-hour);
    await world.start({ store: world.file() });
    await world.run(minute);
    assert.ok(world.requestedIds().length >= 3, `${world.requestedIds().length} polls`);
  });
});
