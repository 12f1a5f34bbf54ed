// Runs the product in the extension host of a real VS Code, each time in a new editor.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readJson } from '../../host/json.mjs';
import { runHostTests } from '../../host/runHostTests.mjs';
import { stageExtension } from './stageExtension.mjs';

/**
 * @typedef {'idle' | 'full' | 'pruned'} HostKind without tasks; with a full list; with a list from which most tasks were
 *   removed more than a day ago
 *
 * @typedef {object} HostPlan the input of the benchmark inside the host
 * @property {HostKind} kind
 * @property {readonly import('../scale/clouds.mjs').Account[]} accounts
 * @property {string} file the task list
 * @property {number} due the number of overdue tasks
 * @property {string} result the file for the results
 *
 * @typedef {import('./run.mjs').Results} Results the results of one run, by its kind
 *
 * @typedef {{ [Kind in HostKind]: Results[Kind][] }} HostRuns
 */

/**
 * @param {Pick<HostPlan, 'accounts' | 'file' | 'due'> & { prunedFile: string }} input
 * @param {number} rounds how often to measure each kind, each time in a new editor without warm caches
 * @returns {Promise<HostRuns>}
 */
export async function measureHost({ prunedFile, ...input }, rounds) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-bench-host-'));
  try {
    const paths = await stageExtension(folder);
    /** @template {HostKind} Kind @param {Kind} kind */
    const measure = async (kind) => {
      /** @type {Results[Kind][]} */
      const runs = [];
      for (let round = 0; round < rounds; round++) {
        const result = path.join(folder, `result-${kind}-${round}.json`);
        const file = kind === 'pruned' ? prunedFile : input.file;
        await writeFile(path.join(folder, 'plan.json'), JSON.stringify({ ...input, file, kind, result }));
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
