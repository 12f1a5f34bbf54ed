// A real Keystone, the identity service of OpenStack, whose API Huawei's identity service took over.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runQuietly } from '../host/command.mjs';
import { installDebianPackages } from '../host/debian.mjs';
import { debianEnvironment, ensureDebianFolder } from './debianFolder.mjs';
import { startLocalServer } from './localServer.mjs';

const PYTHON = '/usr/bin/python3';
const PURPOSE = 'The tests sign in at a real Keystone';

/**
 * @typedef {object} Keystone
 * @property {string} lasting the origin of a server whose tokens live for an hour
 * @property {string} brief the origin of one whose tokens live for 40 seconds; both know the same users
 * @property {string} adminPassword of the user `admin` in the domain `Default` and the project `admin`
 * @property {() => Promise<void>} stop
 */

/** Unpacks Keystone into the cache, unless it is there. */
export async function ensureKeystone() {
  // The packages are for Debian's own Python, whatever other one comes first in PATH.
  if (!existsSync(PYTHON)) await installDebianPackages(['python3'], PURPOSE);
  return ensureDebianFolder(['python3-keystone'], PURPOSE);
}

/**
 * Starts Keystone's own WSGI application on loopback, twice, with a new database in a temporary folder.
 * @returns {Promise<Keystone>}
 */
export async function startKeystone() {
  const root = await ensureKeystone();
  const env = await debianEnvironment(root);
  const program = (/** @type {string} */ name) => path.join(root, 'usr', 'bin', name);
  const folder = await mkdtemp(path.join(tmpdir(), 'cloud-tasks-keystone-'));
  const adminPassword = 'made-up-for-the-tests';
  const lifetimes = { lasting: 3600, brief: 40 };
  const configurationOf = (/** @type {string} */ name) => path.join(folder, `${name}.conf`);
  for (const keys of ['tokens', 'receipts', 'credentials']) await writeKeys(path.join(folder, keys));
  for (const [name, seconds] of Object.entries(lifetimes)) {
    await writeFile(configurationOf(name), configuration(folder, name, seconds));
  }
  const manage = (/** @type {string[]} */ ...args) =>
    runQuietly(PYTHON, [program('keystone-manage'), '--config-file', configurationOf('lasting'), ...args], { env });
  /** @type {import('./localServer.mjs').LocalServer[]} */
  const servers = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  const serve = async (/** @type {string} */ name) => {
    const args = [program('keystone-wsgi-public'), '--host', '127.0.0.1', '--port', '0'];
    const configured = { ...env, OS_KEYSTONE_CONFIG_FILES: configurationOf(name) };
    const server = await startLocalServer(PYTHON, args, /Available at http:\/\/[^/\s]*:(\d+)\//, configured);
    servers.push(server);
    return server.origin;
  };
  try {
    // With a log of its own a reader, of which Keystone leaves some open, keeps nobody from writing.
    const useLog = 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode = WAL")';
    await runQuietly(PYTHON, ['-c', useLog, path.join(folder, 'keystone.db')]);
    await manage('db_sync');
    await manage('bootstrap', '--bootstrap-password', adminPassword);
    const [lasting, brief] = await Promise.all([serve('lasting'), serve('brief')]);
    return { lasting, brief, adminPassword, stop };
  } catch (error) {
    const log = await readFile(path.join(folder, 'lasting.log'), 'utf8').catch(() => '');
    await stop();
    // Packages of the system are not unpacked a second time, and may be gone since.
    const advice = `If Debian packages were removed or upgraded, delete ${root} and run this again.`;
    throw new Error(`Keystone did not start. ${advice}\n${log.split('\n').slice(-20).join('\n')}`, { cause: error });
  }
}

/**
 * Makes the two keys that `keystone-manage fernet_setup` would make; each start of that program takes seconds.
 * @param {string} folder
 */
async function writeKeys(folder) {
  await mkdir(folder, { mode: 0o700 });
  for (const name of ['0', '1']) {
    await writeFile(path.join(folder, name), `${randomBytes(32).toString('base64url')}=`, { mode: 0o600 });
  }
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {number} seconds how long tokens live
 */
function configuration(folder, name, seconds) {
  return [
    '[DEFAULT]',
    `log_file = ${path.join(folder, `${name}.log`)}`,
    '[database]',
    `connection = sqlite:///${path.join(folder, 'keystone.db')}`,
    '[auth]',
    'methods = password,token,totp',
    '[token]',
    'provider = fernet',
    `expiration = ${seconds}`,
    '[fernet_tokens]',
    `key_repository = ${path.join(folder, 'tokens')}`,
    '[fernet_receipts]',
    `key_repository = ${path.join(folder, 'receipts')}`,
    '[credential]',
    `key_repository = ${path.join(folder, 'credentials')}`,
    // Without a cache each request makes a hundred queries. A server does not see what changes through the other one later.
    '[cache]',
    'enabled = true',
    'backend = dogpile.cache.memory',
    // As cheap as it may be: thousands of rounds would only take time.
    '[identity]',
    'password_hash_rounds = 4',
    '',
  ].join('\n');
}
