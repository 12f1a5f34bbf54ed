// Polls tasks that run for hours, with a simulated clock, and counts the requests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serveParent } from '../childProcess.mjs';
import { createManualClock, openTestStore, openWindow } from '../product.mjs';
import { createRandom } from '../random.mjs';
import { createFakeCloud } from './fakeCloud.mjs';

/**
 * @typedef {object} Scenario
 * @property {string} provider
 * @property {number} tasks the number of tasks of one connection
 * @property {number} [trackedWithinMs] the tasks are tracked one by one within this time, before the first hour; when left
 *   out, all at once
 * @property {number} [others] the number of newer tasks in the service's list that are not tracked
 * @property {readonly import('../../../src/tasks/presence.ts').PresenceLevel[]} windows the presence in each window; all share one file
 * @property {import('../../../src/polling/schedule.ts').PollingLimits} limits
 * @property {number} seed for the jitter
 *
 * @typedef {{ pages: number, singles: number }} RequestCounts requests within an hour
 * @typedef {{ first: RequestCounts, second: RequestCounts, pages: number }} Outcome the requests in each of two hours, and the
 *   number of list pages with the tasks
 */

const hourMs = 3_600_000;
/** Each timer is late by less than this, as in real processes, which never run in lockstep. */
const maxTimerDelayMs = 8;

const actions = { runScenario };
serveParent(actions);

/** @typedef {typeof actions} HourActions */

/**
 * @param {Scenario} scenario
 * @returns {Promise<Outcome>}
 */
async function runScenario({ provider, tasks, others = 0, trackedWithinMs = 0, windows, limits, seed }) {
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
      const delayed = withTimerDelays(clock, random);
      const store = openTestStore(path.join(folder, 'tasks.db'), { clock: delayed, windowId: `window ${index}` });
      return openWindow({ store, accounts, client: cloud.client, limits, presence, random, clock: delayed });
    }),
  );
  try {
    for (const window of opened) window.start();
    const refs = cloud.tasks.map((id) => ({ connection: connection.id, provider, id }));
    if (trackedWithinMs > 0) {
      for (const ref of refs) {
        opened[0]?.store.tasks.track([ref], clock.now());
        await clock.run(trackedWithinMs / tasks);
      }
      cloud.counted();
    } else {
      opened[0]?.store.tasks.track(refs, clock.now());
    }
    await clock.run(hourMs);
    const first = cloud.counted();
    await clock.run(hourMs);
    return { first, second: cloud.counted(), pages: cloud.pages };
  } finally {
    for (const window of opened) window.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {import('../product.mjs').Clock} clock @param {() => number} random @returns {import('../product.mjs').Clock} */
function withTimerDelays(clock, random) {
  return {
    now: () => clock.now(),
    schedule: (delay, run) => clock.schedule(delay + Math.floor(maxTimerDelayMs * random()), run),
  };
}
