#!/usr/bin/env node
// `npm start`: a real VS Code with the extension and its demo, from a bare clone. `npm start -- --help` lists the options.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCommandLine, printErrorsWithoutStack, UsageError } from './host/commandLine.mjs';
import { ensureDependencies } from './host/dependencies.mjs';

const HELP = `
Usage: npm start -- [options]

Starts a real VS Code with the extension and its demo, for a browser. The demo's cloud is simulated on this machine. Also prints
the endpoint, the accounts and the tasks of a second simulated cloud, to try every kind of connection by hand.

Options:
      --port <number>   the port to listen on; a free one when left out
      --desktop         open a desktop VS Code instead: the one that VSCODE_EXECUTABLE names, or else a downloaded one
  -h, --help            this help
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const product = path.resolve(root);
const starter = path.join(product, 'scripts', 'start');

const { port, isDesktop } = readCommandLine(HELP, () => {
  const { values } = parseArgs({ options: { port: { type: 'string' }, desktop: { type: 'boolean' } } });
  const { port = '0', desktop = false } = values;
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not "${port}".`);
  }
  return { port: Number(port), isDesktop: desktop };
});

printErrorsWithoutStack();
await ensureDependencies();
await (isDesktop ? startDesktop() : startInBrowser());

/** Serves VS Code for the user's browser until Ctrl-C. */
async function startInBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error('The VS Code for the browser needs Linux on x64. Use: npm start -- --desktop');
    process.exit(1);
  }
  const { startVsCodeServer } = await import('./host/server.mjs');
  const { packageExtension } = await import('./package.mjs');
  const packed = await mkdtemp(path.join(tmpdir(), 'ct-start-'));
  const vsix = [await packageExtension(product), await packageExtension(starter, packed)];
  const server = await startVsCodeServer({ version: '1.139', port, vsix });
  await rm(packed, { recursive: true, force: true });
  const { startPlayground } = await import('./start/playground.mjs');
  const playground = await startPlayground();
  console.log(`Open ${server.url()}\n${playground.text}`);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await Promise.all([server.stop(), playground.stop()]);
  process.exit(0);
}

/** Opens a desktop VS Code with a temporary profile, which is deleted when its window is closed. */
async function startDesktop() {
  const { buildExtension } = await import('./build.mjs');
  await buildExtension();
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  const { QUIET_SETTINGS } = await import('./host/server.mjs');
  const executable = process.env.VSCODE_EXECUTABLE ?? (await downloadAndUnzipVSCode('stable'));
  const profile = await mkdtemp(path.join(tmpdir(), 'ct-'));
  await mkdir(path.join(profile, 'User'), { recursive: true });
  await writeFile(path.join(profile, 'User', 'settings.json'), JSON.stringify(QUIET_SETTINGS, null, 2));
  const { startPlayground } = await import('./start/playground.mjs');
  console.log((await startPlayground()).text);
  const editor = spawn(
    executable,
    [
      ...[product, starter].map((folder) => `--extensionDevelopmentPath=${folder}`),
      `--user-data-dir=${profile}`,
      '--disable-workspace-trust',
      '--new-window',
    ],
    { stdio: 'inherit' },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => editor.kill(signal));
  }
  /** @type {number | null | undefined} */
  let code;
  editor.once('exit', (exitCode) => (code = exitCode));
  await once(editor, 'exit');
  await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code ?? 0);
}
