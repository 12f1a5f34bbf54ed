// What tasks cost that go on for hours, by a simulated clock: how well lists are used, and several windows.
import { startChild } from '../childProcess.mjs';
import { defaultLimits } from '../defaultLimits.mjs';
import { greatest, mean } from '../rounds.mjs';
import { percent } from '../units.mjs';
import { pageLength } from './fakeCloud.mjs';

/**
 * @typedef {import('./hours.mjs').Life} Life
 * @typedef {import('./hours.mjs').Lived} Lived
 * @typedef {(life: Pick<Life, 'tasks'> & Partial<Life>) => Promise<Lived>} Live
 */

const crowd = 100;
/** @type {readonly { tasks: number, others?: number, trackedWithin?: number }[]} */
const lists = [
  { tasks: 2 },
  { tasks: 10 },
  { tasks: 20 },
  { tasks: crowd },
  { tasks: crowd, trackedWithin: 3_600_000 },
  { tasks: 300 },
  { tasks: 20, others: 150 },
  { tasks: crowd, others: 150 },
];
/** A lone task is followed so often, since one alone is a matter of luck. */
const lives = 5;
/** @type {Life['windows']} */
const shared = ['visible', 'background', 'background', 'background'];
const sharedTasks = 20;
const hours = /** @type {const} */ (['first', 'second']);

/** @returns {Promise<import('../report.mjs').Section[]>} */
export async function measureSteady() {
  /** @type {typeof startChild<import('./hours.mjs').HourActions>} */
  const startHours = startChild;
  const child = await startHours(import.meta.resolve('./hours.mjs'));
  const limits = await defaultLimits();
  /** @type {Live} */
  const live = (life) => child.ask('live', { provider: 'huawei-vod', windows: ['focused'], seed: 1, limits, ...life });
  try {
    return [await measureLists(live), await measureWindows(live)];
  } finally {
    await child.end();
  }
}

/** @param {Live} live @returns {Promise<import('../report.mjs').Section>} */
async function measureLists(live) {
  /** @type {Lived[]} */
  const alone = [];
  for (let seed = 1; seed <= lives; seed++) alone.push(await live({ tasks: 1, seed }));
  const cycles = inBoth((hour) => mean(alone.map((each) => requests(each[hour]))));
  const listed = [];
  for (const life of lists) {
    const lived = await live(life);
    listed.push({ ...life, lived, name: nameOf(life), aCycle: inBoth((hour) => requests(lived[hour]) / cycles[hour]) });
  }
  return {
    title: 'Lists over hours',
    text: [
      'VOD tasks of one connection, tracked at the same moment unless the row says otherwise, which run on and on; default',
      'settings, window focused, by a simulated clock with real jitter. The real poller and task list ask a service that',
      `answers after 300 ms and lists ${pageLength} tasks a page, the newest first. Counted are pages and single questions within an`,
      'hour, and both together for each cycle: from one question to the next of a task that is alone at such a connection',
      `(${cycles.first.toFixed(0)} in the first hour, when it is young, ${cycles.second.toFixed(0)} in the second). The least is one page a cycle; where the tasks stand on`,
      'several pages, each of them.',
    ].join('\n'),
    columns: ['tasks', 'pages', ...hours.flatMap((hour) => [`${hour} hour`, 'a cycle'])],
    rows: listed.map(({ lived, aCycle, name, trackedWithin }) => [
      name,
      String(lived.pages),
      ...hours.flatMap((hour) =>
        // Those are of different ages then, and there is no such thing as their cycle.
        trackedWithin && hour === 'first' ? ['', ''] : [inWords(lived[hour]), aCycle[hour].toFixed(2)],
      ),
    ]),
    goals: listed
      .filter(({ tasks }) => tasks === crowd)
      .map(({ lived, aCycle, name, trackedWithin }) => ({
        text: `requests a cycle${lived.pages > 1 ? ` and page (${lived.pages})` : ''}: ${name}`,
        value: greatest(trackedWithin ? hours.slice(1) : hours, (hour) => aCycle[hour]) / lived.pages,
        most: 1.2,
        show: (value) => value.toFixed(2),
      })),
  };
}

/** @param {Live} live @returns {Promise<import('../report.mjs').Section>} */
async function measureWindows(live) {
  const follow = (/** @type {Life['windows']} */ windows) =>
    live({ provider: 'huawei-dsc', tasks: sharedTasks, windows });
  const [alone, together, away] = [await follow(['visible']), await follow(shared), await follow(['background'])];
  const ratio = (/** @type {Lived} */ lived, /** @type {'first' | 'second'} */ hour) =>
    requests(lived[hour]) / requests(alone[hour]);
  const row = (/** @type {string} */ name, /** @type {Lived} */ lived) => [
    name,
    ...hours.flatMap((hour) => [String(requests(lived[hour])), percent(ratio(lived, hour))]),
  ];
  return {
    title: 'Windows over hours',
    text: [
      `In the same way: ${sharedTasks} DSC tasks, which are asked for one by one, and windows on one file. A window that shows the tasks`,
      'should cost what it costs alone, and hear as soon, whatever other windows there are.',
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

/** @param {import('./hours.mjs').Asked} asked */
function requests({ pages, singles }) {
  return pages + singles;
}

/** @param {import('./hours.mjs').Asked} asked */
function inWords({ pages, singles }) {
  return `${pages} + ${singles}`;
}

/** @param {{ tasks: number, others?: number, trackedWithin?: number }} life */
function nameOf({ tasks, others, trackedWithin }) {
  return `${tasks} tasks${others ? ` behind ${others} newer ones of others` : ''}${trackedWithin ? ', tracked over an hour' : ''}`;
}
