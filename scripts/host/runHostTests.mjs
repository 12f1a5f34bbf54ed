// Runs tests in a real VS Code: the desktop if it is available, else the server in a browser.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { release } from './codeServer.mjs';
import { QUIET_SETTINGS } from './server.mjs';

const CODE_WEB = fileURLToPath(new URL('codeWeb.mjs', import.meta.url));

/**
 * Runs the tests in a VS Code with a new, empty profile. Rejects when one of them fails.
 * @param {object} options
 * @param {import('./codeServer.mjs').VsCodeVersion} options.version
 * @param {string} options.extensionDevelopmentPath
 * @param {string[]} [options.otherExtensions] the folders of extensions that the tests need
 * @param {string} options.extensionTestsPath the module whose `run()` starts the tests
 * @param {Record<string, string | undefined>} [options.env] for the extension host
 * @param {string[]} [options.launchArgs] such as the folder to open
 */
export async function runHostTests({
  version,
  extensionDevelopmentPath,
  otherExtensions = [],
  extensionTestsPath,
  env = {},
  launchArgs = [],
}) {
  // A short name: on macOS the path of a socket in the profile is limited to 103 characters.
  const profile = await mkdtemp(path.join(tmpdir(), 'ct-'));
  const userDataDir = path.join(profile, 'data');
  // Skips the hundred built-in extensions of VS Code: no test needs them, and they take seconds in every window.
  const builtinExtensionsDir = path.join(profile, 'builtin');
  try {
    await mkdir(builtinExtensionsDir);
    // The browser's workbench develops only one extension.
    for (const [index, folder] of otherExtensions.entries()) {
      await cp(folder, path.join(builtinExtensionsDir, `other-${index}`), { recursive: true });
    }
    await mkdir(path.join(userDataDir, 'User'), { recursive: true });
    await writeFile(path.join(userDataDir, 'User', 'settings.json'), JSON.stringify(QUIET_SETTINGS, null, 2));
    await runTests({
      ...vsCodeToTest(version),
      extensionDevelopmentPath,
      extensionTestsPath,
      extensionTestsEnv: { ...env, CODE_WEB_VERSION: version },
      launchArgs: [
        ...launchArgs,
        `--user-data-dir=${userDataDir}`,
        `--extensions-dir=${path.join(profile, 'extensions')}`,
        `--builtin-extensions-dir=${builtinExtensionsDir}`,
      ],
    });
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {import('./codeServer.mjs').VsCodeVersion} version */
function vsCodeToTest(version) {
  const { VSCODE_EXECUTABLE } = process.env;
  if (VSCODE_EXECUTABLE) return { vscodeExecutablePath: VSCODE_EXECUTABLE };
  if (process.platform === 'linux' && process.arch === 'x64') return { vscodeExecutablePath: CODE_WEB };
  return { version: release(version).desktop };
}
