// Starts the real VS Code server, and stops all its processes.
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

/** User settings that avoid pop-ups and network access. Callers can override them. */
export const QUIET_SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // 1.106 asks for trust in a dialog, 1.139 does not.
  'security.workspace.trust.startupPrompt': 'never',
  // The demo's server is no application to open in a browser.
  'remote.autoForwardPorts': false,
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
 * @property {number} [port] 0, the default, selects a free one
 * @property {string | false} [token] the connection token; random by default, `false` disables it
 * @property {string | undefined} [dataDir] the folder for settings, secrets' metadata and extensions; by default a temporary one
 * @property {string | undefined} [extensionsDir] by default in `dataDir`
 * @property {string | undefined} [builtinExtensionsDir] by default that of VS Code
 * @property {Record<string, unknown>} [settings] user settings
 * @property {string | undefined} [locale] the display language, such as `zh-cn`. A browser of a user needs an installed language
 *   pack; a page in Playwright needs `localeScript` as its init script
 * @property {Record<string, string | undefined>} [env] added to this process's environment
 * @property {boolean} [smokeTestDriver] allows a window's URL to name an extension under development and its tests
 * @property {boolean} [workspaceTrust] whether workspace trust is enabled
 * @property {string[]} [vsix] packaged extensions to install before the start
 */

/**
 * @typedef {object} VsCodeServer
 * @property {number} port
 * @property {string} dataDir
 * @property {string} authority host and port for `vscode-remote:` URIs
 * @property {(folder?: string, payload?: [string, string][]) => string} url returns the URL of a window with the folder
 * @property {() => string} log returns the output of the server so far
 * @property {() => Promise<void>} stop ends all processes of the server, and removes a temporary data folder
 */

/**
 * Starts the server of a VS Code version on loopback.
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
      // A process group of its own, so that `stop` also ends the extension hosts.
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
 * Returns a script for Playwright's `addInitScript` that sets VS Code's display language. Extensions then show their
 * own translations; the workbench stays English without a language pack.
 * @param {string} locale such as `zh-cn`
 */
export function localeScript(locale) {
  return `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => ${JSON.stringify(locale)}, set() {} });`;
}

/**
 * Writes the user's settings file. Existing settings override the quiet ones; the caller's settings override both.
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
 * Returns the environment of this process without the variables of a VS Code that started it.
 * @param {Record<string, string | undefined>} [extra]
 */
function hostEnvironment(extra) {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  // An empty URL disables the marketplace.
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

/** @type {Map<number, string | undefined>} process groups to kill at the exit of this process, and folders to remove */
const groups = new Map();

/**
 * Ensures that the child's process group ends, at the latest when this process exits.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string | undefined} ownFolder the folder to remove if this process exits before it stopped the child
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
 * Waits until a process group has ended. Has a timeout, because a dead process that is not reaped still counts.
 * @param {number} pid
 * @returns {Promise<boolean>} whether all processes of the group have ended
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
 * @returns {boolean} whether a process of the group exists
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
