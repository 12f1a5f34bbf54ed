// Starts the proxy Squid for tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runQuietly } from './command.mjs';
import { installDebianPackages } from './debian.mjs';

const START_TIMEOUT_MS = 30_000;
const SQUID = ['/usr/sbin/squid', '/usr/local/sbin/squid'];
const PASSWORD_CHECKER = '/usr/lib/squid/basic_ncsa_auth';

/**
 * @typedef {object} Squid
 * @property {string} open the URL of a proxy that forwards all requests
 * @property {string} closed the URL of a proxy that denies all requests
 * @property {string} guarded the URL of a proxy that requires the user `tester` with the password `let me in`
 * @property {() => Promise<readonly string[]>} requests the requests to all three, such as `GET http://127.0.0.2:80/ 200` or
 *   `CONNECT 127.0.0.2:443 200`, oldest first; a tunnel is logged when it ends
 * @property {() => Promise<void>} stop
 */

/**
 * Starts Squid on three free ports of loopback. Installs it first, if it is missing and that is possible.
 * @returns {Promise<Squid>}
 */
export async function startSquid() {
  const program = await ensureSquid();
  const folder = await mkdtemp(path.join(tmpdir(), 'cloud-tasks-squid-'));
  // If started as root, Squid writes as another user.
  await chmod(folder, 0o777);
  const { open, closed, guarded } = await freePorts();
  await writeFile(path.join(folder, 'squid.conf'), configuration(folder, { open, closed, guarded }));
  const hash = await runQuietly('openssl', ['passwd', '-apr1', 'let me in']);
  await writeFile(path.join(folder, 'passwords'), `tester:${hash.trim()}\n`);
  const child = spawn(program, ['-N', '-f', path.join(folder, 'squid.conf')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  // Stops the proxy if this process exits first.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  try {
    await listening(guarded, child);
  } catch (error) {
    const log = await readFile(path.join(folder, 'cache.log'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`Squid did not start.\n${log.split('\n').slice(-20).join('\n')}`, { cause: error });
  }
  const requests = async () => {
    const log = await readFile(path.join(folder, 'access.log'), 'utf8').catch(() => '');
    // Lines without a method come from the checks whether Squid listens.
    return log.split('\n').filter((line) => /^[A-Z]/.test(line));
  };
  const address = (/** @type {number} */ port) => `http://127.0.0.1:${port}`;
  return { open: address(open), closed: address(closed), guarded: address(guarded), requests, stop };
}

/** @returns {Promise<string>} the path of the executable */
async function ensureSquid() {
  const found = SQUID.find(existsSync);
  if (found && existsSync(PASSWORD_CHECKER)) return found;
  const purpose = 'The tests send requests through the proxy Squid, and it was not found';
  await installDebianPackages(['squid', 'openssl'], purpose);
  const installed = SQUID.find(existsSync);
  if (!installed) throw new Error(`${purpose}.`);
  return installed;
}

/**
 * @param {string} folder
 * @param {Record<'open' | 'closed' | 'guarded', number>} ports
 */
function configuration(folder, ports) {
  return [
    ...Object.entries(ports).flatMap(([name, port]) => [
      `http_port 127.0.0.1:${port} name=${name}`,
      `acl ${name} myportname ${name}`,
    ]),
    `auth_param basic program ${PASSWORD_CHECKER} ${folder}/passwords`,
    'auth_param basic children 1 startup=0',
    'acl known proxy_auth REQUIRED',
    'http_access deny closed',
    'http_access deny guarded !known',
    'http_access allow all',
    'logformat request %rm %ru %>Hs',
    `access_log stdio:${folder}/access.log request`,
    `cache_log ${folder}/cache.log`,
    `coredump_dir ${folder}`,
    'pid_filename none',
    'cache deny all',
    'cache_mem 8 MB',
    'max_filedescriptors 1024',
    'pinger_enable off',
    'visible_hostname localhost',
    'shutdown_lifetime 0 seconds',
    '',
  ].join('\n');
}

/** Finds a free port for each proxy. Keeps all ports open until the last is found, so that they differ. */
async function freePorts() {
  const servers = { open: createServer(), closed: createServer(), guarded: createServer() };
  const [open, closed, guarded] = await Promise.all([
    freePort(servers.open),
    freePort(servers.closed),
    freePort(servers.guarded),
  ]);
  await Promise.all(
    Object.values(servers).map(async (server) => {
      server.close();
      await once(server, 'close');
    }),
  );
  return { open, closed, guarded };
}

/** @param {import('node:net').Server} server */
async function freePort(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}

/**
 * Resolves when a process listens on the port.
 * @param {number} port
 * @param {import('node:child_process').ChildProcess} child
 */
async function listening(port, child) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await delay(50);
  }
  throw new Error(`No process listens on port ${port}.`);
}
