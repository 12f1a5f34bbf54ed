// Requests and delay of polling policies on one simulated workload.
import { loadProduct } from './loadProduct.mjs';
import { clairvoyant, others, ours } from './policies.mjs';
import { createRandom } from './random.mjs';
import { createWorkload } from './workload.mjs';

/**
 * @typedef {import('./policies.mjs').Policy} Policy
 * @typedef {import('./workload.mjs').SimulatedTask} SimulatedTask
 * @typedef {{ name: string, requests: number, delay: number, share: number }} Score requests a task, delay in ms and as
 *   a part of the task's duration; means
 */

const seeds = [1, 2, 3, 4, 5];
const connections = 60;

/** @returns {Promise<import('./report.mjs').Section>} */
export async function measurePolling() {
  const product = await loadProduct('polling', {
    nextPoll: 'src/tracking/schedule.ts',
    takeAnswer: 'src/tasks/advance.ts',
  });
  const limits = defaultLimits();
  const own = (
    /** @type {string} */ name,
    /** @type {import('../../src/tracking/schedule.ts').Attention} */ attention,
    learns = true,
  ) => ours(name, product, { limits, attention, learns });
  const workloads = seeds.map((seed) => createWorkload(seed, connections));
  void [workloads, own, others, clairvoyant, createRandom];
}
