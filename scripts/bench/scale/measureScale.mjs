// Measures 10,000 tracked tasks: the product in the extension host, and its core in plain Node.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../childProcess.mjs';
import { measureHost } from '../host/measureHost.mjs';
import { count } from '../units.mjs';
import { describeHost } from './describeHost.mjs';
import { describeNode } from './describeNode.mjs';
import { connectionCount, runningCount, taskCount } from './sizes.mjs';

/** The number of editors or runs per measurement. */
const rounds = 3;
/** The store purges tasks that were removed longer than a day ago. */
const overADayMs = 25 * 3_600_000;
const windows = 4;
const listedTasks = 100;

/**
 * @typedef {import('../childProcess.mjs').Child<import('./clouds.mjs').CloudActions>} Clouds
 * @typedef {import('../childProcess.mjs').Child<import('./core.mjs').CoreActions>} Core
 */

/** @type {typeof startChild<import('./clouds.mjs').CloudActions>} */
const startClouds = startChild;
/** @type {typeof startChild<import('./core.mjs').CoreActions>} */
const startCore = startChild;

/** @returns {Promise<import('../report.mjs').Section[]>} */
export async function measureScale() {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-bench-'));
  const clouds = await startClouds(import.meta.resolve('./clouds.mjs'));
  const core = await startCore(import.meta.resolve('./core.mjs'));
  try {
    const names = Array.from({ length: connectionCount }, (_, index) => (index % 2 === 0 ? 'dsc-aksk' : 'vod-aksk'));
    const accounts = await clouds.call('start', { names, tasks: runningCount / connectionCount });
    const [account] = accounts;
    if (!account) throw new Error('No cloud was started.');
    const file = path.join(folder, 'tasks.db');
    const { bytes } = await core.call('fill', { file, accounts, tasks: taskCount });
    const store = await core.call('measureStore', { file, account });
    const list = { file, accounts, due: runningCount };
    const cycles = [];
    for (let round = 0; round < rounds; round++) cycles.push(await core.call('runCycle', list));
    const requests = (await clouds.call('requests')) / rounds;
    const shared = await pollFromWindows(clouds, list, folder, core);
    const listed = await pollListed(clouds, core, folder);
    const prunedFile = path.join(folder, 'pruned.db');
    await core.call('copy', { from: file, to: prunedFile });
    await core.call('removeEnded', { file: prunedFile, agoMs: overADayMs });
    const host = await measureHost({ ...list, prunedFile }, rounds);
    return [...describeHost(host), describeNode({ store, bytes, cycles }), byRequests({ requests, shared, listed })];
  } finally {
    await Promise.all([clouds.end(), core.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Polls from several windows on one file, each in a process of its own.
 * @param {Clouds} clouds
 * @param {import('./core.mjs').TestList} list
 * @param {string} folder
 * @param {Core} core
 * @returns {Promise<number>} the number of requests
 */
async function pollFromWindows(clouds, list, folder, core) {
  const file = path.join(folder, 'shared.db');
  await core.call('copy', { from: list.file, to: file });
  const children = await Promise.all(
    Array.from({ length: windows }, () => startCore(import.meta.resolve('./core.mjs'))),
  );
  try {
    // Before the first window starts: all windows wait for the same responses.
    const since = Date.now();
    await Promise.all(children.map((child) => child.call('openOne', { ...list, file, since })));
    return await clouds.call('requests');
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/**
 * Polls one connection whose tasks fill one page of the list.
 * @param {Clouds} clouds
 * @param {Core} core
 * @param {string} folder
 * @returns {Promise<number>} the number of requests
 */
async function pollListed(clouds, core, folder) {
  const accounts = await clouds.call('start', { names: ['vod-aksk'], tasks: listedTasks });
  const file = path.join(folder, 'listed.db');
  await core.call('fill', { file, accounts, tasks: listedTasks });
  await core.call('runCycle', { file, accounts, due: listedTasks });
  return clouds.call('requests');
}

/**
 * @param {{ requests: number, shared: number, listed: number }} counted
 * @returns {import('../report.mjs').Section}
 */
function byRequests({ requests, shared, listed }) {
  return {
    title: 'Requests of a poll cycle',
    text: `Counted by the simulated clouds. Half of the ${connectionCount} connections are polled task by task (DSC), half through lists (VOD).`,
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
