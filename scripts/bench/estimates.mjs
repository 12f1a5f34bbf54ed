// Measures how far the estimated end of a task is from its real one, on the workload of the polling policies.
import { defaultLimits } from './defaultLimits.mjs';
import { loadProduct } from './loadProduct.mjs';
import { ours } from './policies.mjs';
import { createRandom } from './random.mjs';
import { percent } from './units.mjs';
import { createWorkload } from './workload.mjs';

/**
 * @typedef {import('./workload.mjs').SimulatedTask} SimulatedTask
 * @typedef {{ readonly part: number, readonly error: number | undefined }} Look at one response: the share of the duration
 *   that has passed, and the error as a share of the duration; none when no estimate was shown
 */

const seed = 1;
const connections = 120;
const kinds = /** @type {const} */ ([
  ['linear', 'steady progress'],
  ['bursty', 'progress in leaps'],
]);
const thirds = ['first third', 'second third', 'last third'];

/** @returns {Promise<import('./report.mjs').Section>} */
export async function measureEstimates() {
  /**
   * @type {Pick<typeof import('../../src/polling/schedule.ts'), 'nextPoll'>
   *   & Pick<typeof import('../../src/tasks/taskUpdate.ts'), 'applySnapshot'>
   *   & Pick<typeof import('../../src/tasks/estimate.ts'), 'estimateRemaining'>}
   */
  const product = await loadProduct('estimates', {
    nextPoll: 'src/polling/schedule.ts',
    applySnapshot: 'src/tasks/taskUpdate.ts',
    estimateRemaining: 'src/tasks/estimate.ts',
  });
  const limits = await defaultLimits();
  const tasks = createWorkload(seed, connections).filter(({ failed }) => !failed);
  const random = createRandom(seed);

  /** Polls a task until it ends. @param {SimulatedTask} task @returns {Look[]} one for each response while it runs */
  const follow = (task) => {
    /** @type {Look[]} */
    const looks = [];
    const policy = ours('ours', product, {
      ...{ limits, presence: 'focused', learns: true },
      onResponse(samples, now) {
        const estimate = product.estimateRemaining(samples, now);
        const error = estimate && Math.abs(estimate.remainingMs - (task.duration - now)) / task.duration;
        looks.push({ part: now / task.duration, error });
      },
    });
    const next = policy.follow(task, random);
    for (let age = 0; age < task.duration; age = next(task.at(age), age));
    return looks;
  };

  const rows = kinds.flatMap(([kind, name]) => {
    const looks = tasks.filter((task) => task.kind === kind).flatMap(follow);
    return thirds.map((third, index) => {
      const within = looks.filter(({ part }) => Math.min(2, Math.floor(3 * part)) === index);
      const errors = within.flatMap(({ error }) => error ?? []).sort((one, other) => one - other);
      const at = (/** @type {number} */ share) => errors[Math.floor(share * errors.length)] ?? 0;
      return { name: `${name}, ${third}`, shown: errors.length / within.length, median: at(0.5), ninth: at(0.9) };
    });
  });
  const medianOf = (/** @type {string} */ name) => rows.find((row) => row.name === name)?.median ?? Infinity;
  return {
    title: 'Estimated ends',
    text: [
      `${tasks.length} tasks of the workload above that succeed, polled as by default in a focused window. After each response the`,
      'estimate is compared with the time that the task really takes from then on. The error is a share of the whole duration.',
      'Without three steps of progress, or while progress stands still for long, no estimate is shown.',
    ].join('\n'),
    columns: ['tasks', 'responses with an estimate', 'half of the errors are below', 'nine in ten are below'],
    rows: rows.map(({ name, shown, median, ninth }) => [name, percent(shown), percent(median), percent(ninth)]),
    goals: [
      {
        text: 'half of the errors: steady progress, second third',
        value: medianOf('steady progress, second third'),
        most: 0.1,
      },
      {
        text: 'half of the errors: progress in leaps, second third',
        value: medianOf('progress in leaps, second third'),
        most: 0.3,
      },
    ],
  };
}
