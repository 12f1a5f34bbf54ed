// Measures requests and delay of polling policies on the same simulated tasks, with a simulated clock.
import { defaultLimits } from './defaultLimits.mjs';
import { loadProduct } from './loadProduct.mjs';
import { clairvoyant, others, ours } from './policies.mjs';
import { createRandom } from './random.mjs';
import { createWorkload } from './workload.mjs';

/**
 * @typedef {import('./policies.mjs').Policy} Policy
 * @typedef {import('./workload.mjs').SimulatedTask} SimulatedTask
 * @typedef {{ requests: number, delay: number, share: number }} Score means per task: requests; time from the end of the
 *   task to the response that reports it, in ms and as a share of the duration
 */

/** One workload per seed. Every workload must meet the goals. */
const seeds = [1, 2, 3, 4, 5];
const connections = 60;
const defaultName = 'ours';

/** @returns {Promise<import('./report.mjs').Section>} */
export async function measurePolling() {
  /**
   * @type {Pick<typeof import('../../src/polling/schedule.ts'), 'nextPoll'>
   *   & Pick<typeof import('../../src/tasks/taskUpdate.ts'), 'applySnapshot'>}
   */
  const product = await loadProduct('polling', {
    nextPoll: 'src/polling/schedule.ts',
    applySnapshot: 'src/tasks/taskUpdate.ts',
  });
  const limits = await defaultLimits();
  const own = (
    /** @type {string} */ name,
    /** @type {import('../../src/tasks/presence.ts').PresenceLevel} */ presence,
    learns = true,
  ) => ours(name, product, { limits, presence, learns });
  const policies = [
    own(defaultName, 'focused'),
    own('ours, task in view', 'visible'),
    own('ours, window not focused', 'background'),
    own('ours, first tasks of a connection', 'focused', false),
    ...others,
    clairvoyant,
  ];
  const workloads = seeds.map((seed) => createWorkload(seed, connections));
  const scores = new Map(
    policies.map((policy) => [policy.name, workloads.map((tasks, index) => follow(policy, tasks, index))]),
  );
  const tasks = workloads.flat();
  const hours = tasks.reduce((sum, { duration }) => sum + duration, 0) / 3_600_000;
  return {
    title: 'Requests and delay',
    text: [
      `${tasks.length} simulated tasks in ${seeds.length} workloads: log-normal durations from 20 s to 6 h (mean ${((60 * hours) / tasks.length).toFixed(0)} min), a third each with`,
      'steady progress, progress in leaps and no progress; a third waits in a queue first, one in twenty fails early.',
      'The delay is the time from the end of a task to the response that reports it. Default settings',
      `(${limits.minInterval / 1000} s to ${limits.maxInterval / 1000} s), window focused, unless the row says otherwise.`,
    ].join('\n'),
    columns: ['policy', 'requests a task', 'mean delay', 'mean delay, of the duration'],
    rows: [...scores].map(([name, each]) => {
      const { requests, delay, share } = mean(each);
      return [name, requests.toFixed(1), `${(delay / 1000).toFixed(1)} s`, `${(100 * share).toFixed(2)} %`];
    }),
    goals: goals((name) => scores.get(name) ?? []),
  };
}

/**
 * @param {(name: string) => readonly Score[]} scoresOf one for each workload
 * @returns {import('./report.mjs').Goal[]}
 */
function goals(scoresOf) {
  const own = scoresOf(defaultName);
  const named = (/** @type {string} */ start) =>
    scoresOf(others.find(({ name }) => name.startsWith(start))?.name ?? '');
  /** Returns the largest value of all workloads. */
  const worst = (/** @type {(score: Score, index: number) => number} */ value) => Math.max(...own.map(value));
  const against = (/** @type {string} */ name, /** @type {keyof Score} */ key) => {
    const theirs = named(name);
    return worst((score, index) => score[key] / (theirs[index]?.[key] ?? 0));
  };
  const [five, thirty] = ['fixed 5 s', 'fixed 30 s'];
  const beaten = others.filter(({ name }) =>
    scoresOf(name).some((score, index) => {
      const mine = own[index];
      return mine && score.requests <= mine.requests && score.delay <= mine.delay;
    }),
  );
  return [
    { text: 'requests, of those of fixed 5 s', value: against(five, 'requests'), most: 0.2 },
    { text: "mean delay, of the task's duration", value: worst(({ share }) => share), most: 0.025 },
    { text: 'requests, of those of fixed 30 s', value: against(thirty, 'requests'), most: 1 },
    { text: 'mean delay, of that of fixed 30 s', value: against(thirty, 'delay'), most: 1 },
    { text: 'policies of others that are better on both', value: beaten.length, most: 0, show: String },
  ];
}

/**
 * @param {Policy} policy
 * @param {readonly SimulatedTask[]} tasks
 * @param {number} seed
 * @returns {Score}
 */
function follow(policy, tasks, seed) {
  const random = createRandom(seed);
  return mean(
    tasks.map((task) => {
      const next = policy.follow(task, random);
      let [age, requests] = [0, 1];
      for (; age < task.duration; requests++) {
        const before = age;
        age = next(task.at(age), age);
        if (!(age > before)) throw new Error(`${policy.name} returns a time in the past.`);
      }
      const delay = age - task.duration;
      return { requests, delay, share: delay / task.duration };
    }),
  );
}

/** @param {readonly Score[]} scores @returns {Score} */
function mean(scores) {
  const of = (/** @type {keyof Score} */ key) => scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return { requests: of('requests'), delay: of('delay'), share: of('share') };
}
