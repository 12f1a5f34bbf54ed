#!/usr/bin/env node
// `npm run pictures`: packs the extension and takes pictures of it in a real VS Code, for docs/screenshots.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium } from './host/chromium.mjs';
import { ensureVsCode } from './host/codeServer.mjs';
import { printErrorsWithoutStack, readCommandLine } from './host/commandLine.mjs';
import { ensureDependencies } from './host/dependencies.mjs';
import { ensureNodeWithSqlite } from './host/nodeBinary.mjs';
import { packageExtension } from './package.mjs';

const HELP = `
Usage: npm run pictures -- [options]

Takes pictures of all that a user sees, in four themes and two languages, and writes them to docs/screenshots.

Options:
  --theme <name>     only this theme: dark, light, high-contrast or high-contrast-light
  --language <name>  only this language: en or zh-cn
  --only <text>      only pictures with that text in their name
  -h, --help         this help
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const options = /** @type {const} */ ({
  theme: { type: 'string' },
  language: { type: 'string' },
  only: { type: 'string' },
});
readCommandLine(HELP, () => parseArgs({ options }));

printErrorsWithoutStack();
await ensureDependencies();
const node = await ensureNodeWithSqlite();
await ensureVsCode('1.139');
await ensureChromium();
// Imported here, because it needs packages that may just have been installed.
const { buildTests } = await import('./test/buildTests.mjs');
await buildTests(root);
const vsix = await packageExtension();
const main = path.join(root, 'out', 'test', 'pictures', 'main.js');
const child = spawn(node, ['--enable-source-maps', main, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CLOUD_TASKS_VSIX: vsix },
});
child.on('exit', (code) => process.exit(code ?? 1));
