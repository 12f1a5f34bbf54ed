import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './loadProduct.mjs';

/**
 * The pace that the manifest sets when the user says nothing.
 * @returns {Promise<import('../../src/polling/schedule.ts').PollingLimits>}
 */
export async function defaultLimits() {
  const { contributes } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const pages = [contributes.configuration].flat();
  const seconds = (/** @type {string} */ name) =>
    pages.map(({ properties }) => properties[`cloudTasks.polling.${name}`]?.default).find((value) => value > 0);
  return { minInterval: 1000 * seconds('minInterval'), maxInterval: 1000 * seconds('maxInterval') };
}
