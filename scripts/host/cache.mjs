// The cache for downloads of the tests. It is outside the checkout, so that a fresh clone is tested in seconds.
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const HEARTBEAT_MS = 2_000;
const ABANDONED_MS = 15_000;

/**
 * Returns the cache folder that all checkouts of this project share. It may not exist yet.
 * @returns {string} an absolute path
 */
export function cacheFolder() {
  const { CLOUD_TASKS_CACHE, XDG_CACHE_HOME } = process.env;
  if (CLOUD_TASKS_CACHE) return path.resolve(CLOUD_TASKS_CACHE);
  return path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'cloud-task-tracker');
}

/**
 * Runs `work` under a lock file; waits while another process has the lock. The owner updates the time of the file
 * regularly. A lock whose time is old counts as abandoned.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, work) {
  await mkdir(path.dirname(lockFile), { recursive: true });
  const owner = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  while (!(await acquire(lockFile, owner))) await delay(250);
  const heartbeat = setInterval(() => void utimes(lockFile, new Date(), new Date()).catch(() => {}), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readOwner(lockFile)) === owner) await rm(lockFile, { force: true });
  }
}

/**
 * @param {string} lockFile
 * @param {string} owner
 */
async function acquire(lockFile, owner) {
  try {
    await writeFile(lockFile, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  const lock = await stat(lockFile).catch(() => undefined);
  if (!lock || Date.now() - lock.mtimeMs < ABANDONED_MS) return false;
  // Several processes may see the same abandoned lock. Each writes its own name, and the last one gets the lock.
  const claim = `${lockFile}.${owner}`;
  await writeFile(claim, owner);
  await rename(claim, lockFile);
  await delay(500);
  return (await readOwner(lockFile)) === owner;
}

/** @param {string} lockFile */
function readOwner(lockFile) {
  return readFile(lockFile, 'utf8').catch(() => undefined);
}
