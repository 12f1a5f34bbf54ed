// Starts the real VS Code server and stops it so that nothing of it stays behind.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureVsCode } from './codeServer.mjs';
import { runQuietly } from './command.mjs';
import { readJsonObject } from './json.mjs';
import { startSecretKeyFront } from './secretKeyFront.mjs';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** What keeps the picture calm and the host off the network; a caller's settings come on top. */
export const QUIET_SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // Where trust is asked for at all, 1.106 asks in a dialog and 1.139 does not: neither should.
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
};

/**
 * @typedef {object} ServerOptions
 * @property {import('./codeServer.mjs').VsCodeVersion} version
 * @property {number} [port] 0, the default, takes a free one
 * @property {string | false} [token] the connection token; random by default, `false` asks for none
 * @property {string | undefined} [dataDir] where settings, secrets' metadata and extensions live; by default a folder that goes with the server
 * @property {string | undefined} [extensionsDir] by default inside of `dataDir`
 * @property {string | undefined} [builtinExtensionsDir] by default those that came with VS Code
 * @property {Record<string, unknown>} [settings] user settings
 * @property {string | undefined} [locale] the display language, such as `zh-cn`. A page opened by hand shows it only with a language
 *   pack installed; one driven by Playwright takes `localeScript` as its init script
 * @property {Record<string, string | undefined>} [env] added to this process's environment
 * @property {boolean} [smokeTestDriver] lets a page's payload name an extension under development and its tests
 * @property {boolean} [workspaceTrust] whether VS Code asks if it may trust a folder
 * @property {string[]} [vsix] packaged extensions to install first
 */

/**
 * @typedef {object} VsCodeServer
 * @property {number} port
 * @property {string} dataDir
 * @property {string} authority host and port, as `vscode-remote:` addresses name them
 * @property {(folder?: string, payload?: [string, string][]) => string} url the address of a window that shows the folder
 * @property {() => string} log what the server has written so far
 * @property {() => Promise<void>} stop ends every process of the server, and removes its data if it chose the folder
 */

/**
 * Starts the server of that VS Code version on the loopback interface.
 * @param {ServerOptions} options
 * @returns {Promise<VsCodeServer>}
 */
export async function startVsCodeServer(options) {
  const { version, port = 0, settings = {}, locale, env, smokeTestDriver, workspaceTrust = false, vsix = [] } = options;
  const vsCode = await ensureVsCode(version);
  const token = options.token ?? randomBytes(16).toString('hex');
  const dataDir = path.resolve(options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'cloud-tasks-vscode-'))));
  const extensionsDir = path.resolve(options.extensionsDir ?? path.join(dataDir, 'extensions'));
  const removeData = () => (options.dataDir ? undefined : rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));
  try {
    await writeUserSettings(dataDir, { ...settings, 'security.workspace.trust.enabled': workspaceTrust });
    const folders = ['--server-data-dir', dataDir, '--extensions-dir', extensionsDir];
    if (vsix.length > 0) await installExtensions(vsCode, folders, vsix);
    const child = spawn(
      vsCode.node,
      [
        vsCode.serverMain,
        ...['--host', '127.0.0.1', '--port', '0'],
        ...(token === false ? ['--without-connection-token'] : ['--connection-token', token]),
        ...['--accept-server-license-terms', '--telemetry-level', 'off'],
        ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
        ...(smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
        ...(locale ? ['--locale', locale] : []),
        ...(options.builtinExtensionsDir ? ['--builtin-extensions-dir', options.builtinExtensionsDir] : []),
        ...folders,
      ],
      // Its own process group, so that the extension hosts end with it.
      { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: hostEnvironment(env) },
    );
    const running = track(child, options.dataDir ? undefined : dataDir);
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (log += text));
    }
    try {
      const front = await startSecretKeyFront({ port, serverPort: await listeningPort(child, () => log), dataDir });
      const stop = async () => {
        front.close();
        await running.stop();
        await removeData();
      };
      const authority = `127.0.0.1:${front.port}`;
      const url = (/** @type {string | undefined} */ folder, /** @type {[string, string][]} */ payload = []) => {
        const query = new URLSearchParams();
        if (folder) query.set('folder', folder);
        else query.set('ew', 'true');
        if (token !== false) query.set('tkn', token);
        query.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
        return `http://${authority}/?${query}`;
      };
      return { port: front.port, dataDir, authority, url, log: () => log, stop };
    } catch (error) {
      await running.stop();
      throw error;
    }
  } catch (error) {
    await removeData();
    throw error;
  }
}

/**
 * A script for the page (Playwright's `addInitScript`) that makes VS Code take `locale` as its display language.
 * Extensions then show their own translations; the workbench's texts stay English, as its language pack is not there.
 * @param {string} locale such as `zh-cn`
 */
export function localeScript(locale) {
  return `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => ${JSON.stringify(locale)}, set() {} });`;
}

/**
 * Adds to the user's settings file; settings already there win over the quiet ones, the caller's win over both.
 * @param {string} dataDir
 * @param {Record<string, unknown>} settings
 */
async function writeUserSettings(dataDir, settings) {
  const file = path.join(dataDir, 'data', 'User', 'settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  const existing = await readJsonObject(file);
  await writeFile(file, `${JSON.stringify({ ...QUIET_SETTINGS, ...existing, ...settings }, null, 2)}\n`);
}

/**
 * @param {import('./codeServer.mjs').VsCode} vsCode
 * @param {string[]} folders
 * @param {string[]} vsix
 */
async function installExtensions(vsCode, folders, vsix) {
  const install = vsix.flatMap((file) => ['--install-extension', path.resolve(file)]);
  await runQuietly(vsCode.node, [vsCode.serverMain, ...folders, ...install, '--force'], { env: hostEnvironment() });
}

/**
 * The environment of this process without what would confuse a VS Code that was started from inside of another.
 * @param {Record<string, string | undefined>} [extra]
 */
function hostEnvironment(extra) {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  // An address of nothing switches the marketplace off: neither a demo nor a test needs it.
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {() => string} log
 * @returns {Promise<number>}
 */
function listeningPort(child, log) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ reason) => {
      reject(new Error(`The VS Code server ${reason}.\n${log()}`));
    };
    const timer = setTimeout(() => {
      fail('did not start in time');
    }, START_TIMEOUT_MS);
    child.on('error', (error) => {
      fail(`cannot be started (${error.message})`);
    });
    child.on('exit', (code, signal) => {
      fail(`ended with ${signal ?? `code ${code}`}`);
    });
    child.stdout?.on('data', () => {
      const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

/** @type {Map<number, string | undefined>} the process groups to end with this process, and the folders to remove then */
const groups = new Map();

/**
 * Makes sure that the child's process group ends, at the latest when this process does.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string | undefined} ownFolder removed when this process is ended before it could stop the child
 * @returns {{ stop: () => Promise<void> }}
 */
function track(child, ownFolder) {
  const { pid } = child;
  if (pid === undefined) return { stop: async () => {} };
  if (groups.size === 0) {
    process.on('exit', killGroups);
    process.on('SIGINT', exitOnSignal);
    process.on('SIGTERM', exitOnSignal);
  }
  groups.set(pid, ownFolder);
  return {
    async stop() {
      signalGroup(pid, 'SIGTERM');
      if (!(await groupEnds(pid))) {
        signalGroup(pid, 'SIGKILL');
        await groupEnds(pid);
      }
      groups.delete(pid);
      if (groups.size > 0) return;
      process.off('exit', killGroups);
      process.off('SIGINT', exitOnSignal);
      process.off('SIGTERM', exitOnSignal);
    },
  };
}

/**
 * Waits, but not for ever: where nobody reaps orphans, a dead process still counts as one of its group.
 * @param {number} pid
 * @returns {Promise<boolean>} whether everyone of the group is gone
 */
async function groupEnds(pid) {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (!signalGroup(pid, 0)) return true;
    await delay(50);
  }
  return false;
}

function killGroups() {
  for (const [pid, ownFolder] of groups) {
    signalGroup(pid, 'SIGKILL');
    if (ownFolder) rmSync(ownFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/** @param {NodeJS.Signals} signal */
function exitOnSignal(signal) {
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether anyone of the group is alive
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
