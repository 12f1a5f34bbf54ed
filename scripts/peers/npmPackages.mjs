// Packages of npm that only `npm run test:peers` needs: they stay out of this checkout's own.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, withLock } from '../host/cache.mjs';
import { runQuietly } from '../host/command.mjs';

/**
 * Installs npm packages into a folder of the cache, unless it is there.
 * @param {string} name of the folder; with the version, so that another version gets another folder
 * @param {string[]} packages with their exact versions
 * @returns {Promise<string>} the folder that has the `node_modules`
 */
export async function ensureNpmPackages(name, packages) {
  const folder = path.join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    console.log(`Installing ${packages.join(', ')} (once)…`);
    // What has the final name is complete.
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }');
    const quick = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-save'];
    await runQuietly('npm', ['install', ...quick, ...packages], { cwd: partial });
    await rename(partial, folder);
  });
  return folder;
}
