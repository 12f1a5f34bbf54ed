// Runs the product in the extension host of a real VS Code, several times anew.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readJson } from '../../host/json.mjs';
import { runHostTests } from '../../host/runHostTests.mjs';
import { stageExtension } from './stageExtension.mjs';

/**
 * @typedef {'idle' | 'full' | 'pruned'} HostKind with nothing to do; with a full list; with one of which most was removed
 *   more than a day ago
 *
 * @typedef {object} HostPlan what the benchmark inside of the host is told
 * @property {HostKind} kind
 * @property {readonly import('../scale/clouds.mjs').Account[]} accounts
 * @property {string} file the task list
 * @property {number} due how many tasks of it are overdue
 * @property {string} result where to write what was found
 *
 * @typedef {import('./run.mjs').Results} Results what one run measures, by its kind
 *
 * @typedef {{ [Kind in HostKind]: Results[Kind][] }} HostRuns
 */

/**
 * @param {Pick<HostPlan, 'accounts' | 'file' | 'due'> & { prunedFile: string }} world
 * @param {number} rounds how often to measure each; each time in a new editor, where nothing is warm yet
 * @returns {Promise<HostRuns>}
 */
export async function measureHost({ prunedFile, ...world }, rounds) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-bench-host-'));
  try {
    const paths = await stageExtension(folder);
    /** @template {HostKind} Kind @param {Kind} kind */
    const measure = async (kind) => {
      /** @type {Results[Kind][]} */
      const runs = [];
      for (let round = 0; round < rounds; round++) {
        const result = path.join(folder, `result-${kind}-${round}.json`);
        const file = kind === 'pruned' ? prunedFile : world.file;
        await writeFile(path.join(folder, 'plan.json'), JSON.stringify({ ...world, file, kind, result }));
        await runHostTests({ version: '1.139', ...paths, env: { CLOUD_TASKS_BENCH: folder } });
        runs.push(/** @type {Results[Kind]} */ (await readJson(result)));
      }
      return runs;
    };
    return { idle: await measure('idle'), full: await measure('full'), pruned: await measure('pruned') };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
