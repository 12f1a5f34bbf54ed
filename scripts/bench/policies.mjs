// Polling policies: those of other tools and ours.

/**
 * @typedef {import('./workload.mjs').SimulatedTask} SimulatedTask
 * @typedef {(response: ReturnType<SimulatedTask['at']>, nowMs: number) => number} NextPoll receives the response at this age
 *   of the task; returns the age (ms) of the next poll
 * @typedef {{ name: string, follow: (task: SimulatedTask, random: () => number) => NextPoll }} Policy
 */

/** @param {number} seconds */
const fixed = (seconds) => () => (/** @type {unknown} */ _response, /** @type {number} */ now) => now + 1000 * seconds;

/** @type {readonly Policy[]} */
export const others = [
  { name: 'fixed 2 s (Azure core-lro)', follow: fixed(2) },
  { name: 'fixed 5 s (KooCLI waiter)', follow: fixed(5) },
  { name: '5 s × 1.5 to 45 s (Google LRO)', follow: () => growing(5_000, 1.5, 45_000) },
  { name: 'fixed 30 s (GitHub Actions extension)', follow: fixed(30) },
];

/** The lower bound: knows when the task ends. @type {Policy} */
export const clairvoyant = { name: 'clairvoyant bound', follow: (task) => () => task.duration };

/**
 * @param {number} firstMs
 * @param {number} factor
 * @param {number} longestMs
 */
function growing(firstMs, factor, longestMs) {
  let intervalMs = firstMs;
  return (/** @type {unknown} */ _response, /** @type {number} */ now) => {
    const next = now + intervalMs;
    intervalMs = Math.min(longestMs, intervalMs * factor);
    return next;
  };
}

/**
 * The product's own policy: its `nextPoll`, with the input from its `applySnapshot`, as in the poller.
 * @param {string} name
 * @param {object} product the compiled functions
 * @param {typeof import('../../src/polling/schedule.ts').nextPoll} product.nextPoll
 * @param {typeof import('../../src/tasks/taskUpdate.ts').applySnapshot} product.applySnapshot
 * @param {object} options
 * @param {import('../../src/polling/schedule.ts').PollingLimits} options.limits
 * @param {import('../../src/tasks/presence.ts').PresenceLevel} options.presence
 * @param {boolean} options.learns whether it gets the durations of the connection's earlier tasks
 * @param {(samples: readonly import('../../src/tasks/trackedTask.ts').Sample[], nowMs: number) => void} [options.onResponse]
 *   is called with the progress that was seen so far
 * @returns {Policy}
 */
export function ours(name, { nextPoll, applySnapshot }, { limits, presence, learns, onResponse }) {
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
      return (response, now) => {
        const snapshot = { rawState: response.state, items: [], raw: null, ...response };
        const update = applySnapshot(task, previous, { snapshot }, now);
        task = update.task;
        previous = snapshot;
        samples = update.sample ? [...samples, update.sample].slice(-100) : samples;
        onResponse?.(samples, now);
        const history = learns ? { earlier } : {};
        return nextPoll({ task, samples, ...history, now, limits, presence, random: random() }) ?? Infinity;
      };
    },
  };
}
