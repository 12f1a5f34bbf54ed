// Tracks tasks that go on and on, by a simulated clock, and counts what the service is asked.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerParent } from '../childProcess.mjs';
import { createManualClock, openTestStore, openWindow } from '../product.mjs';
import { createRandom } from '../random.mjs';
import { createFakeCloud } from './fakeCloud.mjs';

/**
 * @typedef {object} Life
 * @property {string} provider
 * @property {number} tasks of one connection
 * @property {number} [trackedWithin] they are tracked one after the other within this time, before the first hour; ms; at
 *   once when left out
 * @property {number} [others] newer tasks in the service's list that nobody tracks
 * @property {readonly import('../../../src/tasks/presence.ts').PresenceLevel[]} windows where the user's eyes are, as each window on the one file sees it
 * @property {import('../../../src/polling/schedule.ts').PollingLimits} limits
 * @property {number} seed of the jitter
 *
 * @typedef {{ pages: number, singles: number }} Asked requests within an hour
 * @typedef {{ first: Asked, second: Asked, pages: number }} Lived two hours, and how many pages hold the tasks
 */

const hour = 3_600_000;
/** Two programs never do the same within the same millisecond: each timer is late by less than this; ms. */
const unrest = 8;

const actions = { live };
answerParent(actions);

/** @typedef {typeof actions} HourActions */

/**
 * @param {Life} life
 * @returns {Promise<Lived>}
 */
async function live({ provider, tasks, others = 0, trackedWithin = 0, windows, limits, seed }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-bench-'));
  const random = createRandom(seed);
  const clock = createManualClock();
  const cloud = createFakeCloud({ clock, tasks, others });
  const place = { region: 'cn-north-4', projectId: '0a1b2c3d4e5f60718293a4b5c6d7e8f9' };
  const kind = /** @type {const} */ ('iam-token');
  const connection = { id: 'account', name: 'Account', provider, credentials: kind, ...place };
  const accounts = [{ connection, credentials: { kind, token: 'token' } }];
  const opened = await Promise.all(
    windows.map((presence, index) => {
      const own = restless(clock, random);
      const store = openTestStore(path.join(folder, 'tasks.db'), { clock: own, windowId: `window ${index}` });
      return openWindow({ store, accounts, client: cloud.client, limits, presence, random, clock: own });
    }),
  );
  try {
    for (const window of opened) window.start();
    const refs = cloud.tasks.map((id) => ({ connection: connection.id, provider, id }));
    if (trackedWithin > 0) {
      for (const ref of refs) {
        opened[0]?.store.tasks.track([ref], clock.now());
        await clock.run(trackedWithin / tasks);
      }
      cloud.counted();
    } else {
      opened[0]?.store.tasks.track(refs, clock.now());
    }
    await clock.run(hour);
    const first = cloud.counted();
    await clock.run(hour);
    return { first, second: cloud.counted(), pages: cloud.pages };
  } finally {
    for (const window of opened) window.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {import('../product.mjs').Clock} clock @param {() => number} random @returns {import('../product.mjs').Clock} */
function restless(clock, random) {
  return {
    now: () => clock.now(),
    schedule: (delay, run) => clock.schedule(delay + Math.floor(unrest * random()), run),
  };
}
