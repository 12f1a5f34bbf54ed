// Runs extension tests in a window of VS Code.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

const TAIL_LINES = 60;
const RESULTS = path.resolve('test-results');

/** Log lines of the workbench. They arrive in the same channel as the tests' output, and would hide it. */
const WORKBENCH_CHATTER = new RegExp(
  [
    'Resolv(ing|ed) connection token',
    'Creating a socket ',
    'Ignoring fetching additional builtin extensions',
    'Updating additional builtin extensions',
    'No extension gallery service configured',
    'Creation of workbench contribution ',
    'Timed out waiting for authentication provider ',
    'ChatSessionStore: ',
    'Canceled(: Canceled)*(\\n|$)',
    '\\[(AccountPolicyGate|DefaultAccount|chat-stt|AgentHost:remote|reconnection-grace-time|Service Worker|driver)\\]',
    '\\(node:\\d+\\) ExperimentalWarning: SQLite',
  ]
    .map((start) => `^${start}`)
    .join('|'),
);

/**
 * @typedef {object} TestWindow
 * @property {import('playwright-core').Page} page
 * @property {Promise<number>} code the tests' exit code; rejects when the window crashes, closes or exceeds the time limit
 */

/**
 * Opens a window whose URL names the tests to run, and prints the tests' output.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} url
 * @param {{ name: string, timeoutMs: number }} options `name` is for messages and screenshots
 * @returns {Promise<TestWindow>}
 */
export async function openTestWindow(context, url, { name, timeoutMs }) {
  const page = await context.newPage();
  /** @type {string[]} */
  const tail = [];
  const remember = (/** @type {string} */ line) => tail.push(line) > TAIL_LINES && tail.shift();
  // `log` messages repeat the tests' output.
  page.on('console', (message) => message.type() !== 'log' && remember(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => remember(`[error] ${error.stack ?? error.message}`));

  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const end = new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ reason) => {
      reject(new Error(reason));
    };
    page.on('crash', () => {
      fail('crashed');
    });
    page.on('close', () => {
      fail('was closed before its tests ended');
    });
    timer = setTimeout(() => {
      fail(`did not end within ${timeoutMs / 60_000} minutes`);
    }, timeoutMs);
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    if (WORKBENCH_CHATTER.test(String(args[0]))) remember(`[${type}] ${args.join(' ')}`);
    else printFromHost(type, args);
  });
  const code = Promise.all([end, page.goto(url)])
    .then(([exitCode]) => Number(exitCode))
    .catch(async (/** @type {unknown} */ error) => {
      const reason = error instanceof Error ? error.message : String(error);
      const screenshot = path.join(RESULTS, `${name.replaceAll(' ', '-')}.png`);
      await mkdir(RESULTS, { recursive: true });
      const taken = await page.screenshot({ path: screenshot, timeout: 5_000 }).then(
        () => `See ${screenshot}. `,
        () => '',
      );
      throw new Error(`The ${name} ${reason}. ${taken}Its console ended with:\n${tail.join('\n')}`);
    })
    .finally(() => {
      clearTimeout(timer);
    });
  // Avoids an unhandled rejection if the caller does not await the code yet.
  code.catch(() => {});
  return { page, code };
}

/**
 * @param {string} type
 * @param {unknown[]} args
 */
function printFromHost(type, args) {
  const print = type === 'error' || type === 'warn' ? console.error : console.log;
  print(...args);
}
