// Debian packages without installing them: unpacked into a folder of the cache. Nothing of the system changes, no service
// starts, nobody need be root, and it takes seconds where installing as many packages takes minutes.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../host/cache.mjs';
import { isAvailable, runQuietly } from '../host/command.mjs';
import { installOnce } from '../host/nodeBinary.mjs';

/**
 * Unpacks Debian packages, and all that they need and the system lacks, unless the folder is there.
 * @param {string[]} packages
 * @param {string} purpose what they are for, as the message names it where this is no Debian
 * @returns {Promise<string>} the folder that stands for `/`
 */
export async function ensureDebianFolder(packages, purpose) {
  if (!(await isAvailable('apt-get'))) throw new Error(`${purpose}, which takes Debian or a relative of it.`);
  const folder = path.join(cacheFolder(), [await releaseName(), ...packages].join('-'));
  await installOnce(folder, async (partial) => {
    console.log(`Unpacking ${packages.join(', ')} of Debian (once)…`);
    await unpack(packages, partial);
  });
  return folder;
}

/**
 * What to add to a process's environment so that it finds what was unpacked.
 * @param {string} folder as {@link ensureDebianFolder} returned it
 * @returns {Promise<Record<string, string>>}
 */
export async function debianEnvironment(folder) {
  const libraries = path.join(folder, 'usr', 'lib');
  const architectures = (await readdir(libraries)).filter((name) => name.includes('-linux-gnu'));
  return {
    PATH: `${path.join(folder, 'usr', 'bin')}${path.delimiter}${process.env.PATH}`,
    LD_LIBRARY_PATH: architectures.map((name) => path.join(libraries, name)).join(path.delimiter),
    PYTHONPATH: path.join(libraries, 'python3', 'dist-packages'),
  };
}

/**
 * @param {string[]} packages
 * @param {string} folder
 */
async function unpack(packages, folder) {
  const apt = path.join(folder, 'apt');
  const [lists, cache] = [path.join(apt, 'lists'), path.join(apt, 'cache')];
  const archives = path.join(cache, 'archives');
  for (const each of [path.join(lists, 'partial'), path.join(archives, 'partial')]) {
    await mkdir(each, { recursive: true });
  }
  // Lists and downloads in folders of our own: neither rights nor locks of the system are needed.
  const settings = { 'Dir::State::lists': lists, 'Dir::Cache': cache, 'Debug::NoLocking': 'true' };
  const options = ['-qq', ...Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])];
  // Root would hand the downloads to another user, who may not write here.
  if (process.getuid?.() === 0) options.push('-o', 'APT::Sandbox::User=root');
  await runQuietly('apt-get', [...options, 'update']);
  const download = ['install', '--download-only', '--yes', '--no-install-recommends'];
  await runQuietly('apt-get', [...options, ...download, ...packages]);
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb')) await runQuietly('dpkg-deb', ['--extract', path.join(archives, name), folder]);
  }
  await rm(apt, { recursive: true, force: true });
}

/** Such as `debian-12-x64`: another release has another Python, for which these packages would not do. */
async function releaseName() {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const value = (/** @type {string} */ key) => new RegExp(`^${key}="?([\\w.-]+)`, 'm').exec(text)?.[1] ?? 'linux';
  return `${value('ID')}-${value('VERSION_ID')}-${process.arch}`;
}
