#!/usr/bin/env node
// Replaces the desktop `code` where it cannot be downloaded: accepts the arguments of @vscode/test-electron, opens the
// workbench of a real VS Code server in headless Chromium, and exits with the exit code of the tests.
//
//   CODE_WEB_VERSION   the version of VS Code (default 1.139)
//   CODE_WEB_TIMEOUT   the time limit of the tests in minutes (default 10)
//
// The tests find the control server at CODE_WEB_CONTROL:
//   POST /windows { extensionTestsPath }   runs these tests in a second window; returns { code } when they end
//   POST /screenshot { path }              writes a screenshot of the first window
//   POST /press { key }                    presses a key in the first window, such as Control+Shift+P
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, ensureChromium } from './chromium.mjs';
import { startControlServer } from './controlServer.mjs';
import { readJsonObject } from './json.mjs';
import { localeScript, startVsCodeServer } from './server.mjs';
import { openTestWindow } from './testWindow.mjs';

const version = /** @type {import('./codeServer.mjs').VsCodeVersion} */ (process.env.CODE_WEB_VERSION || '1.139');
const timeoutMs = Number(process.env.CODE_WEB_TIMEOUT || 10) * 60_000;

/** @param {string[]} argv */
function readArguments(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    // Ignores other options of VS Code.
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true, default: [] },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      'builtin-extensions-dir': { type: 'string' },
      'install-extension': { type: 'string', multiple: true, default: [] },
      'disable-workspace-trust': { type: 'boolean', default: false },
      locale: { type: 'string' },
    },
  });
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : undefined);
  const texts = (/** @type {unknown} */ value) => (Array.isArray(value) ? value.map(String) : []);
  return {
    extensionDevelopmentPaths: texts(values.extensionDevelopmentPath).map((folder) => path.resolve(folder)),
    extensionTestsPath: text(values.extensionTestsPath),
    userDataDir: text(values['user-data-dir']),
    extensionsDir: text(values['extensions-dir']),
    builtinExtensionsDir: text(values['builtin-extensions-dir']),
    vsix: texts(values['install-extension']),
    workspaceTrust: values['disable-workspace-trust'] !== true,
    locale: text(values.locale),
    folder: positionals[0] === undefined ? undefined : path.resolve(positionals[0]),
  };
}

/**
 * @param {ReturnType<typeof readArguments>} options
 * @returns {Promise<number>} the exit code
 */
async function run({ extensionDevelopmentPaths, extensionTestsPath, userDataDir, folder, locale, ...options }) {
  /** @type {(() => unknown)[]} called in reverse order */
  const cleanup = [];
  try {
    /** @type {import('./testWindow.mjs').TestWindow[]} */
    const windows = [];
    const firstPage = () => {
      const [first] = windows;
      if (!first) throw new Error('The first window is not open yet.');
      return first.page;
    };
    const control = await startControlServer({
      windows: async (body) => {
        const second = await openWindow(String(body.extensionTestsPath), 'second window');
        return { code: await second.code.finally(() => second.page.close()) };
      },
      screenshot: async (body) => {
        await firstPage().screenshot({ path: String(body.path) });
      },
      press: (body) => firstPage().keyboard.press(String(body.key)),
    });
    cleanup.push(control.close);

    const server = await startVsCodeServer({
      ...options,
      version,
      locale,
      dataDir: userDataDir,
      // The same path as in a desktop profile, so that callers need not distinguish.
      settings: userDataDir ? await readJsonObject(path.join(userDataDir, 'User', 'settings.json')) : {},
      env: { CODE_WEB_CONTROL: control.url },
      smokeTestDriver: true,
      token: false,
    });
    cleanup.push(server.stop);
    if (!extensionTestsPath) return 0;

    const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGUMENTS });
    cleanup.push(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    if (locale) await context.addInitScript(localeScript(locale));
    const remote = (/** @type {string} */ file) => `vscode-remote://${server.authority}${path.resolve(file)}`;
    const openWindow = (/** @type {string} */ testsPath, /** @type {string} */ name) => {
      /** @type {[string, string][]} */
      const payload = [
        ...extensionDevelopmentPaths.map(
          (file) => /** @type {[string, string]} */ (['extensionDevelopmentPath', remote(file)]),
        ),
        ['extensionTestsPath', remote(testsPath)],
      ];
      return openTestWindow(context, server.url(folder, payload), { name, timeoutMs });
    };
    const first = await openWindow(extensionTestsPath, 'first window');
    windows.push(first);
    return await first.code;
  } finally {
    for (const end of cleanup.reverse()) await end();
  }
}

process.exitCode = await run(readArguments(process.argv.slice(2))).catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
