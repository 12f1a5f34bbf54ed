// What 10,000 tracked tasks cost: the product in the extension host, and its core in plain Node.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../childProcess.mjs';
import { measureHost } from '../host/measureHost.mjs';
import { count } from '../units.mjs';
import { describeHost } from './describeHost.mjs';
import { describeNode } from './describeNode.mjs';
import { connectionCount, runningCount, taskCount } from './sizes.mjs';

/** New editors, or runs. */
const rounds = 3;
/** What was removed is kept for a day, so that it can be put back. */
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
    const accounts = await clouds.ask('start', { names, tasks: runningCount / connectionCount });
    const [account] = accounts;
    if (!account) throw new Error('There is no cloud.');
    const file = path.join(folder, 'tasks.db');
    const { bytes } = await core.ask('fill', { file, accounts, tasks: taskCount });
    const store = await core.ask('measureStore', { file, account });
    const world = { file, accounts, due: runningCount };
    const cycles = [];
    for (let round = 0; round < rounds; round++) cycles.push(await core.ask('runCycle', world));
    const requests = (await clouds.ask('requests')) / rounds;
    const shared = await askFromWindows(clouds, world, folder, core);
    const listed = await askForListed(clouds, core, folder);
    const prunedFile = path.join(folder, 'pruned.db');
    await core.ask('copy', { from: file, to: prunedFile });
    await core.ask('removeEnded', { file: prunedFile, agoMs: overADayMs });
    const host = await measureHost({ ...world, prunedFile }, rounds);
    return [...describeHost(host), describeNode({ store, bytes, cycles }), byRequests({ requests, shared, listed })];
  } finally {
    await Promise.all([clouds.end(), core.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Several windows on one file, each a process of its own.
 * @param {Clouds} clouds
 * @param {import('./core.mjs').World} world
 * @param {string} folder
 * @param {Core} core
 * @returns {Promise<number>} their requests
 */
async function askFromWindows(clouds, world, folder, core) {
  const file = path.join(folder, 'shared.db');
  await core.ask('copy', { from: world.file, to: file });
  const children = await Promise.all(
    Array.from({ length: windows }, () => startCore(import.meta.resolve('./core.mjs'))),
  );
  try {
    // Before any of them begins: what one answers the others wait for.
    const since = Date.now();
    await Promise.all(children.map((child) => child.ask('openOne', { ...world, file, since })));
    return await clouds.ask('requests');
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/**
 * One connection with as many tasks as a list page holds.
 * @param {Clouds} clouds
 * @param {Core} core
 * @param {string} folder
 * @returns {Promise<number>} requests
 */
async function askForListed(clouds, core, folder) {
  const accounts = await clouds.ask('start', { names: ['vod-aksk'], tasks: listedTasks });
  const file = path.join(folder, 'listed.db');
  await core.ask('fill', { file, accounts, tasks: listedTasks });
  await core.ask('runCycle', { file, accounts, due: listedTasks });
  return clouds.ask('requests');
}

/**
 * @param {{ requests: number, shared: number, listed: number }} counted
 * @returns {import('../report.mjs').Section}
 */
function byRequests({ requests, shared, listed }) {
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
