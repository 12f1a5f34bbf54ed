// Measures requests for tasks that run for hours, with a simulated clock: use of lists, and several windows.
import { startChild } from '../childProcess.mjs';
import { defaultLimits } from '../defaultLimits.mjs';
import { greatest, mean } from '../rounds.mjs';
import { percent } from '../units.mjs';
import { pageLength } from './fakeCloud.mjs';

/**
 * @typedef {import('./hours.mjs').Scenario} Scenario
 * @typedef {import('./hours.mjs').Outcome} Outcome
 * @typedef {(scenario: Pick<Scenario, 'tasks'> & Partial<Scenario>) => Promise<Outcome>} RunScenario
 */

const manyTasks = 100;
/** @type {readonly { tasks: number, others?: number, trackedWithinMs?: number }[]} */
const lists = [
  { tasks: 2 },
  { tasks: 10 },
  { tasks: 20 },
  { tasks: manyTasks },
  { tasks: manyTasks, trackedWithinMs: 3_600_000 },
  { tasks: 300 },
  { tasks: 20, others: 150 },
  { tasks: manyTasks, others: 150 },
];
/** The number of runs with a single task: one run would depend on its random numbers. */
const singleRuns = 5;
/** @type {Scenario['windows']} */
const shared = ['visible', 'background', 'background', 'background'];
const sharedTasks = 20;
const hours = /** @type {const} */ (['first', 'second']);

/** @returns {Promise<import('../report.mjs').Section[]>} */
export async function measureSteady() {
  /** @type {typeof startChild<import('./hours.mjs').HourActions>} */
  const startHours = startChild;
  const child = await startHours(import.meta.resolve('./hours.mjs'));
  const limits = await defaultLimits();
  /** @type {RunScenario} */
  const run = (scenario) =>
    child.call('runScenario', { provider: 'huawei-vod', windows: ['focused'], seed: 1, limits, ...scenario });
  try {
    return [await measureLists(run), await measureWindows(run)];
  } finally {
    await child.end();
  }
}

/** @param {RunScenario} run @returns {Promise<import('../report.mjs').Section>} */
async function measureLists(run) {
  /** @type {Outcome[]} */
  const alone = [];
  for (let seed = 1; seed <= singleRuns; seed++) alone.push(await run({ tasks: 1, seed }));
  const cycles = inBoth((hour) => mean(alone.map((each) => requests(each[hour]))));
  const listed = [];
  for (const scenario of lists) {
    const outcome = await run(scenario);
    listed.push({
      ...scenario,
      outcome,
      name: nameOf(scenario),
      aCycle: inBoth((hour) => requests(outcome[hour]) / cycles[hour]),
    });
  }
  return {
    title: 'Lists over hours',
    text: [
      'VOD tasks of one connection that run for hours, tracked at the same time unless the row says otherwise; default',
      'settings, window focused, a simulated clock with real jitter. The real poller and task list poll a service that',
      `responds after 300 ms and lists ${pageLength} tasks a page, the newest first. The columns count requests for pages and for single`,
      'tasks within an hour, and both together per cycle. A cycle is the time between two polls of a connection with one task',
      `(${cycles.first.toFixed(0)} cycles in the first hour, when the task is young, ${cycles.second.toFixed(0)} in the second). The minimum is one request a`,
      'cycle for each page with tasks.',
    ].join('\n'),
    columns: ['tasks', 'pages', ...hours.flatMap((hour) => [`${hour} hour`, 'a cycle'])],
    rows: listed.map(({ outcome, aCycle, name, trackedWithinMs }) => [
      name,
      String(outcome.pages),
      ...hours.flatMap((hour) =>
        // The tasks have different ages then, so there is no common cycle.
        trackedWithinMs && hour === 'first' ? ['', ''] : [inWords(outcome[hour]), aCycle[hour].toFixed(2)],
      ),
    ]),
    goals: listed
      .filter(({ tasks }) => tasks === manyTasks)
      .map(({ outcome, aCycle, name, trackedWithinMs }) => ({
        text: `requests a cycle${outcome.pages > 1 ? ` and page (${outcome.pages})` : ''}: ${name}`,
        value: greatest(trackedWithinMs ? hours.slice(1) : hours, (hour) => aCycle[hour]) / outcome.pages,
        most: 1.2,
        show: (value) => value.toFixed(2),
      })),
  };
}

/** @param {RunScenario} run @returns {Promise<import('../report.mjs').Section>} */
async function measureWindows(run) {
  const runIn = (/** @type {Scenario['windows']} */ windows) =>
    run({ provider: 'huawei-dsc', tasks: sharedTasks, windows });
  const [alone, together, away] = [await runIn(['visible']), await runIn(shared), await runIn(['background'])];
  const ratio = (/** @type {Outcome} */ outcome, /** @type {'first' | 'second'} */ hour) =>
    requests(outcome[hour]) / requests(alone[hour]);
  const row = (/** @type {string} */ name, /** @type {Outcome} */ outcome) => [
    name,
    ...hours.flatMap((hour) => [String(requests(outcome[hour])), percent(ratio(outcome, hour))]),
  ];
  return {
    title: 'Windows over hours',
    text: [
      `Measured in the same way: ${sharedTasks} DSC tasks, which are polled one by one, and windows on one file. A window that shows the`,
      'tasks should send as many requests, and get results as soon, with other windows as alone.',
    ].join('\n'),
    columns: ['windows', ...hours.flatMap((hour) => [`${hour} hour`, 'of the first row'])],
    rows: [
      row('one that shows the tasks', alone),
      row('one that shows the tasks, three in the background', together),
      row('one in the background', away),
    ],
    goals: [
      {
        text: 'requests with three more windows in the background: more or fewer than without',
        value: greatest(hours, (hour) => Math.abs(ratio(together, hour) - 1)),
        most: 0.1,
      },
    ],
  };
}

/** @param {(hour: 'first' | 'second') => number} value */
function inBoth(value) {
  return { first: value('first'), second: value('second') };
}

/** @param {import('./hours.mjs').RequestCounts} counts */
function requests({ pages, singles }) {
  return pages + singles;
}

/** @param {import('./hours.mjs').RequestCounts} counts */
function inWords({ pages, singles }) {
  return `${pages} + ${singles}`;
}

/** @param {{ tasks: number, others?: number, trackedWithinMs?: number }} life */
function nameOf({ tasks, others, trackedWithinMs }) {
  return `${tasks} tasks${others ? ` behind ${others} newer ones of others` : ''}${trackedWithinMs ? ', tracked over an hour' : ''}`;
}
