import path from 'node:path';
import { readJson } from '../host/json.mjs';
import { root } from './loadProduct.mjs';

/**
 * Reads the default polling limits from the manifest.
 * @returns {Promise<import('../../src/polling/schedule.ts').PollingLimits>}
 */
export async function defaultLimits() {
  /** @typedef {{ properties: Record<string, { default?: unknown }> }} Page */
  const { contributes } = /** @type {{ contributes: { configuration: Page | Page[] } }} */ (
    await readJson(path.join(root, 'package.json'))
  );
  const pages = [contributes.configuration].flat();
  const seconds = (/** @type {string} */ name) => {
    const values = pages.map(({ properties }) => Number(properties[`cloudTasks.polling.${name}`]?.default));
    return values.find((value) => value > 0) ?? NaN;
  };
  return { minInterval: 1000 * seconds('minInterval'), maxInterval: 1000 * seconds('maxInterval') };
}
