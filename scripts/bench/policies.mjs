// When to ask again, by the rules of others and by ours.

/**
 * @typedef {import('./workload.mjs').SimulatedTask} SimulatedTask
 * @typedef {(answer: ReturnType<SimulatedTask['at']>, now: number) => number} Follower told what was answered at this
 *   age of the task; returns the age at which to ask again; ms
 * @typedef {{ name: string, follow: (task: SimulatedTask, random: () => number) => Follower }} Policy
 */

/** @param {number} seconds */
const fixed = (seconds) => () => (/** @type {unknown} */ _answer, /** @type {number} */ now) => now + 1000 * seconds;

/** @type {readonly Policy[]} */
export const others = [
  { name: 'fixed 2 s (Azure core-lro)', follow: fixed(2) },
  { name: 'fixed 5 s (KooCLI waiter)', follow: fixed(5) },
  { name: '5 s × 1.5 to 45 s (Google LRO)', follow: () => growing(5_000, 1.5, 45_000) },
  { name: 'fixed 30 s (GitHub Actions extension)', follow: fixed(30) },
];

/** Knows when the task ends: nobody can do better. @type {Policy} */
export const clairvoyant = { name: 'clairvoyant bound', follow: (task) => () => task.duration };

/**
 * @param {number} first ms
 * @param {number} factor
 * @param {number} longest ms
 */
function growing(first, factor, longest) {
  let pause = first;
  return (/** @type {unknown} */ _answer, /** @type {number} */ now) => {
    const next = now + pause;
    pause = Math.min(longest, pause * factor);
    return next;
  };
}

/**
 * The product's own policy: its `nextPoll`, fed by its `applySnapshot` as the tracker does.
 * @param {string} name
 * @param {object} product the compiled functions
 * @param {typeof import('../../src/polling/schedule.ts').nextPoll} product.nextPoll
 * @param {typeof import('../../src/tasks/taskUpdate.ts').applySnapshot} product.applySnapshot
 * @param {object} options
 * @param {import('../../src/polling/schedule.ts').PollingLimits} options.limits
 * @param {import('../../src/tasks/presence.ts').PresenceLevel} options.presence
 * @param {boolean} options.learns whether it is told of the connection's earlier tasks
 * @returns {Policy}
 */
export function ours(name, { nextPoll, applySnapshot }, { limits, presence, learns }) {
  return {
    name,
    follow({ earlier }, random) {
      /** @type {import('../../src/tasks/trackedTask.ts').TrackedTask} */
      let task = {
        ...{ connection: 'simulated', id: '1', provider: 'simulated', name: '1', state: 'unknown' },
        ...{ itemCount: 0, trackedAt: 0, changedAt: 0, failures: 0 },
      };
      /** @type {import('../../src/tasks/task.ts').Snapshot | undefined} */
      let previous;
      /** @type {import('../../src/tasks/trackedTask.ts').Sample[]} */
      let samples = [];
      return (answer, now) => {
        const snapshot = { rawState: answer.state, items: [], raw: null, ...answer };
        const advance = applySnapshot(task, previous, { snapshot }, now);
        task = advance.task;
        previous = snapshot;
        samples = advance.sample ? [...samples, advance.sample].slice(-100) : samples;
        const history = learns ? { earlier } : {};
        return nextPoll({ task, samples, ...history, now, limits, presence, random: random() }) ?? Infinity;
      };
    },
  };
}
