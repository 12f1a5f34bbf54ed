// Installs this checkout's npm packages. It runs before they are installed, so it imports none of them.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, withLock } from './cache.mjs';
import { runQuietly } from './command.mjs';
import { readJsonObject } from './json.mjs';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Installs the packages of package-lock.json into node_modules, unless exactly these are installed.
 * @param {string} [folder] the folder with the package.json
 */
export async function ensureDependencies(folder = CHECKOUT) {
  if (await isUpToDate(folder)) return;
  await withLock(path.join(cacheFolder(), 'npm-ci.lock'), async () => {
    if (await isUpToDate(folder)) return;
    console.log('Installing the npm packages of package-lock.json…');
    await runQuietly('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  });
}

/**
 * Whether the installed packages match the lock file. npm writes a copy of the lock file into node_modules as the last
 * step. The copy alone is no proof, because some npm commands write it without installing anything.
 * @param {string} folder
 */
async function isUpToDate(folder) {
  const wanted = await readPackages(path.join(folder, 'package-lock.json'));
  const installed = await readPackages(path.join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted) throw new Error(`${folder} has no readable package-lock.json.`);
  if (!installed) return false;
  // Optional packages are for other platforms.
  const needed = Object.entries(wanted).filter(([name, { optional }]) => name !== '' && !optional);
  return (
    needed.every(
      ([name, { version }]) =>
        installed[name]?.version === version && existsSync(path.join(folder, name, 'package.json')),
    ) && Object.keys(installed).every((name) => name in wanted)
  );
}

/**
 * @param {string} lockFile
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }> | undefined>}
 */
async function readPackages(lockFile) {
  const lock = /** @type {{ packages?: Record<string, { version?: string, optional?: boolean }> }} */ (
    await readJsonObject(lockFile)
  );
  return lock.packages;
}
