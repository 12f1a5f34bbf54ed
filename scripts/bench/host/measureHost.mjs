// Runs the product in the extension host of a real VS Code, several times anew.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runHostTests } from '../../host/runHostTests.mjs';
import { stageExtension } from './stageExtension.mjs';

/**
 * @typedef {object} HostPlan what the benchmark inside of the host is told
 * @property {boolean} idle whether there is nothing to do
 * @property {readonly import('../scale/clouds.mjs').Account[]} accounts
 * @property {string} file a full task list
 * @property {number} due how many tasks of it are overdue
 * @property {string} result where to write what was found
 */

/**
 * @param {Pick<HostPlan, 'accounts' | 'file' | 'due'>} world
 * @param {number} rounds how often to measure with a full list; each time in a new editor, where nothing is warm yet
 * @returns {Promise<{ idle: any, full: any[] }>}
 */
export async function measureHost(world, rounds) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-bench-host-'));
  try {
    const paths = await stageExtension(folder);
    const measure = async (/** @type {boolean} */ idle, /** @type {number} */ round) => {
      const result = path.join(folder, `result-${idle}-${round}.json`);
      await writeFile(path.join(folder, 'plan.json'), JSON.stringify({ ...world, idle, result }));
      await runHostTests({ version: '1.139', ...paths, env: { CLOUD_TASKS_BENCH: folder } });
      return JSON.parse(await readFile(result, 'utf8'));
    };
    const full = [];
    for (let round = 0; round < rounds; round++) full.push(await measure(false, round));
    return { idle: await measure(true, 0), full };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
