// What 10,000 tracked tasks cost: the product in the extension host, and its core in plain Node.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../childProcess.mjs';
import { measureHost } from '../host/measureHost.mjs';
import { connectionCount, runningCount, taskCount } from './sizes.mjs';

/** New editors, or runs, of which the least counts: what other programs take of the machine can only add. */
const rounds = 3;
const mebibyte = 2 ** 20;
const windows = 4;
const listedTasks = 100;

/** @returns {Promise<import('../report.mjs').Section[]>} */
export async function measureScale() {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-bench-'));
  const clouds = await startChild(import.meta.resolve('./clouds.mjs'));
  const core = await startChild(import.meta.resolve('./core.mjs'));
  try {
    const names = Array.from({ length: connectionCount }, (_, index) => (index % 2 === 0 ? 'dsc-aksk' : 'vod-aksk'));
    const accounts = await clouds.ask({ what: 'start', names, tasks: runningCount / connectionCount });
    const file = path.join(folder, 'tasks.db');
    const { bytes } = await core.ask({ what: 'fill', file, accounts, tasks: taskCount });
    const store = await core.ask({ what: 'store', file, account: accounts[0] });
    const world = { file, accounts, due: runningCount };
    const cycles = [];
    for (let round = 0; round < rounds; round++) cycles.push(await core.ask({ what: 'cycle', ...world }));
    const requests = (await clouds.ask({ what: 'requests' })) / rounds;
    const shared = await askFromWindows(clouds, world, folder, core);
    const listed = await askForListed(clouds, core, folder);
    const host = await measureHost(world, rounds);
    return [inHost(host), inNode({ store, bytes, cycles }), byRequests({ requests, shared, listed })];
  } finally {
    await Promise.all([clouds.end(), core.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Several windows on one file, each a process of its own. @returns {Promise<number>} their requests */
async function askFromWindows(
  /** @type {import('../childProcess.mjs').Child} */ clouds,
  /** @type {object} */ world,
  /** @type {string} */ folder,
  /** @type {import('../childProcess.mjs').Child} */ core,
) {
  const file = path.join(folder, 'shared.db');
  await core.ask({ what: 'copy', from: /** @type {any} */ (world).file, to: file });
  const children = await Promise.all(
    Array.from({ length: windows }, () => startChild(import.meta.resolve('./core.mjs'))),
  );
  try {
    // Before any of them begins: what one answers the others wait for.
    const since = Date.now();
    await Promise.all(children.map((child) => child.ask({ ...world, what: 'window', file, since })));
    return clouds.ask({ what: 'requests' });
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/** One connection with as many tasks as a list page holds. @returns {Promise<number>} requests */
async function askForListed(
  /** @type {import('../childProcess.mjs').Child} */ clouds,
  /** @type {import('../childProcess.mjs').Child} */ core,
  /** @type {string} */ folder,
) {
  const accounts = await clouds.ask({ what: 'start', names: ['vod-aksk'], tasks: listedTasks });
  const file = path.join(folder, 'listed.db');
  await core.ask({ what: 'fill', file, accounts, tasks: listedTasks });
  await core.ask({ what: 'cycle', file, accounts, due: listedTasks });
  return clouds.ask({ what: 'requests' });
}

const count = (/** @type {number} */ value) => value.toLocaleString('en');
const ms = (/** @type {number} */ value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const size = (/** @type {number} */ bytes) => `${(bytes / mebibyte).toFixed(1)} MiB`;
const least = (/** @type {readonly any[]} */ runs, /** @type {(run: any) => number} */ value) =>
  Math.min(...runs.map(value));

/** @returns {import('../report.mjs').Section} */
function inHost(/** @type {{ idle: any, full: any[] }} */ { idle, full }) {
  const memory = Math.max(...full.map((run) => run.memory.used)) - idle.memory.used;
  const resident = Math.max(...full.map((run) => run.memory.resident)) - idle.memory.resident;
  const drawn = full[0].drawnRows.count;
  const stretches = {
    'start to first rows': least(full, (run) => run.stretch.cpu),
    'poll cycle': least(full, (run) => run.cycle.stretch.cpu),
    'Refresh All': least(full, (run) => run.refreshAll.stretch.cpu),
    'all rows of the tree': least(full, (run) => run.allRows.stretch.cpu),
  };
  const firstRows = least(full, (run) => run.firstRows);
  return {
    title: `${count(taskCount)} tasks in the editor`,
    text: [
      `The whole product in the extension host of a real VS Code 1.139, its tree in sight: ${count(taskCount)} tracked tasks`,
      `of ${connectionCount} connections, of which ${count(runningCount)} are under way and all overdue; each connection has a simulated`,
      `cloud on loopback. The least of ${rounds} new editors, since other programs can only add. A stretch is one turn of the`,
      'event loop, with all that was ready to be done in it, by the time that its thread computed. Memory is what the',
      'heap and its buffers hold after a collection, above the same extension without tasks. A poll cycle is as long as the',
      'pace allows that spares services which state none: ten requests at once, then ten a second of a connection.',
    ].join('\n'),
    columns: ['what', 'measured'],
    rows: [
      ['`activate`', ms(least(full, (run) => run.activate))],
      ['`activate`, and the first rows of the tree as soon as they are asked for', ms(firstRows)],
      ['from `activate` to when the editor asks for them, without any task', ms(idle.asked)],
      ['from `activate` to when the editor has them', ms(least(full, (run) => run.handedRow))],
      [
        `from \`activate\` to the first page of each connection (${count(drawn)} rows), while it polls`,
        ms(least(full, (run) => run.drawnRows.ms)),
      ],
      [
        `from \`activate\` to the answer of ${count(runningCount)} overdue tasks`,
        ms(least(full, (run) => run.cycle.ms)),
      ],
      ['Refresh All, to the last answer', ms(least(full, (run) => run.refreshAll.ms))],
      [`${count(full[0].allRows.result)} rows of the tree, page by page`, ms(least(full, (run) => run.allRows.ms))],
      ...Object.entries(stretches).map(([name, value]) => [`longest stretch: ${name}`, ms(value)]),
      ['memory in use, above an idle extension', size(memory)],
      ['memory in use, per 1,000 tasks', size((1000 * memory) / taskCount)],
      ['memory of the whole process, above an idle one', size(resident)],
    ],
    goals: [
      { text: '`activate`, and the first rows of the tree', value: firstRows, most: 150, show: ms },
      { text: 'longest stretch', value: Math.max(...Object.values(stretches)), most: 30, show: ms },
      { text: 'memory in use, above an idle extension', value: memory, most: 40 * mebibyte, show: size },
    ],
  };
}

/** @returns {import('../report.mjs').Section} */
function inNode(/** @type {any} */ { store, bytes, cycles }) {
  return {
    title: `${count(taskCount)} tasks without the editor`,
    text: 'The same tasks in plain Node, the one that VS Code brings. Medians; the poll cycle is the least of three.',
    columns: ['what', 'measured'],
    rows: [
      ['the file', size(bytes)],
      ['open the store', ms(store.opening)],
      ['one transaction: record one answer and tell of it', ms(store.recording)],
      ["read a page of a connection's tasks, 201 rows", ms(store.page)],
      ['count all tasks by connection and state', ms(store.counts)],
      [`a poll cycle of ${count(runningCount)} due tasks`, ms(least(cycles, (run) => run.ms))],
      ['longest stretch: poll cycle', ms(least(cycles, (run) => run.stretch.cpu))],
    ],
    goals: [],
  };
}

/** @returns {import('../report.mjs').Section} */
function byRequests(/** @type {any} */ { requests, shared, listed }) {
  return {
    title: 'Requests of a poll cycle',
    text: `Counted by the simulated clouds. Half of the ${connectionCount} connections are asked task by task (DSC), half have lists (VOD).`,
    columns: ['what', 'requests'],
    rows: [
      [`${count(runningCount)} due tasks, one window`, count(requests)],
      [`${count(runningCount)} due tasks, ${windows} windows on one file, each a process`, count(shared)],
      [`${listedTasks} due VOD tasks of one connection`, count(listed)],
    ],
    goals: [
      { text: `requests of ${windows} windows, of those of one`, value: shared / requests, most: 1 },
      { text: `requests for ${listedTasks} VOD tasks`, value: listed, most: 1, show: String },
    ],
  };
}
