// Measures how far the estimated end of a task is from its real one, on the workload of the polling policies.
import { defaultLimits } from './defaultLimits.mjs';
import { loadProduct } from './loadProduct.mjs';
import { ours } from './policies.mjs';
import { createRandom } from './random.mjs';
import { percent } from './units.mjs';
import { createWorkload } from './workload.mjs';

/**
 * @typedef {import('../../src/tasks/trackedTask.ts').Sample} Sample
 * @typedef {import('./workload.mjs').SimulatedTask} SimulatedTask
 * @typedef {(samples: readonly Sample[], now: number, lastResponseAt: number) => number | undefined} Predictor returns the time
 *   left (ms)
 * @typedef {{ readonly ours: number | undefined, readonly others: readonly (readonly number[])[] }} Errors at one mark of one
 *   task, as shares of its duration; ours is undefined when no estimate was shown, and the others' are then of no account
 */

const seeds = [1, 2, 3, 4, 5];
const connections = 120;
const marks = [0.25, 0.5, 0.75];
/** @type {readonly { readonly name: string, readonly kinds: readonly SimulatedTask['kind'][] }[]} */
const groups = [
  { name: 'all', kinds: ['linear', 'bursty'] },
  { name: 'steady progress', kinds: ['linear'] },
  { name: 'progress in leaps', kinds: ['bursty'] },
];

/**
 * The simple predictors, each in two forms: as it stands, and counted from the last progress. The form with the smaller median
 * counts.
 * @type {readonly (readonly Predictor[])[]}
 */
const simple = [
  [
    (samples, now) => of(samples.at(-1), (last) => (now * (100 - last.percent)) / last.percent),
    (samples, now) => of(samples.at(-1), (last) => Math.max(0, (last.at * 100) / last.percent - now)),
  ],
  [
    (samples) => lastPace(samples),
    (samples, now) => of(samples.at(-1), (last) => Math.max(0, (lastPace(samples) ?? Infinity) - (now - last.at))),
  ],
];

/** @param {Sample | undefined} last @param {(last: Sample) => number} predict */
function of(last, predict) {
  return last && last.percent > 0 ? predict(last) : undefined;
}

/** What is left at the pace of the last step. @param {readonly Sample[]} samples */
function lastPace(samples) {
  const [from, to] = samples.slice(-2);
  return from && to && ((100 - to.percent) * (to.at - from.at)) / (to.percent - from.percent);
}

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
  const tasks = seeds
    .flatMap((seed) => createWorkload(seed, connections))
    .filter(({ failed, kind }) => !failed && kind !== 'silent');
  const random = createRandom(seeds[0] ?? 0);

  /** Polls a task until it ends. @param {SimulatedTask} task @returns {Errors[]} at each mark */
  const follow = (task) => {
    /** @type {{ readonly now: number, readonly samples: readonly Sample[] }[]} */
    const responses = [];
    const policy = ours('ours', product, {
      ...{ limits, presence: 'focused', learns: true },
      onResponse: (samples, now) => responses.push({ samples, now }),
    });
    const next = policy.follow(task, random);
    for (let age = 0; age < task.duration; age = next(task.at(age), age));
    return marks.map((mark) => {
      const now = mark * task.duration;
      const { samples = [], now: lastResponseAt = 0 } = responses.findLast((response) => response.now <= now) ?? {};
      const estimate = product.estimateRemaining(samples, now, lastResponseAt);
      const error = (/** @type {number} */ leftMs) => Math.abs(leftMs - (task.duration - now)) / task.duration;
      return {
        ours: estimate && error(estimate.remainingMs),
        others: simple.map((forms) => forms.map((predict) => error(predict(samples, now, lastResponseAt) ?? Infinity))),
      };
    });
  };

  const followed = tasks.map((task) => ({ kind: task.kind, errors: follow(task) }));
  const rows = groups.flatMap(({ name, kinds }) =>
    marks.map((mark, index) => {
      const all = followed.flatMap(({ kind, errors }) => (kinds.includes(kind) ? (errors[index] ?? []) : []));
      const shown = all.filter((errors) => errors.ours !== undefined);
      return {
        name: `${name}, at ${100 * mark} %`,
        shown: shown.length / all.length,
        ours: median(shown.map((errors) => errors.ours ?? 0)),
        others: simple.map((forms, predictor) =>
          Math.min(...forms.map((_, form) => median(shown.map(({ others }) => others[predictor]?.[form] ?? Infinity)))),
        ),
      };
    }),
  );
  return {
    title: 'Estimated ends',
    text: [
      `${tasks.length} tasks of workloads like those above that report progress and succeed, polled as by default in a focused window. When 25 %,`,
      '50 % and 75 % of the time that a task really takes have passed, its “time left” is compared with the time that is really left. The',
      'error is a share of the whole duration; half of the errors are below the median. Two simple predictors see the same responses, and',
      'are compared where ours says something: the time since the start, times what is left by what is done; and what is left, at the pace',
      'of the last step. Either is taken as it stands or counted from the last progress, whichever is better. Ours says nothing of a task',
      'with less than three steps, of one that moves in leaps before the third, and while progress stands still for long.',
    ].join('\n'),
    columns: ['tasks', 'ours says something', 'median error of ours', 'linear from the start', 'the last pace'],
    rows: rows.map((row) => [row.name, ...[row.shown, row.ours, ...row.others].map(percent)]),
    goals: rows.map((row) => ({
      text: `error of ours, of that of the better simple one: ${row.name}`,
      value: row.shown === 0 ? 0 : row.ours / Math.min(...row.others),
      most: 1,
    })),
  };
}

/** @param {readonly number[]} values @returns the middle one; 0 without any */
function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
