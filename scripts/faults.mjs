#!/usr/bin/env node
// `npm run test:faults`: five windows on one task list poll 10,000 times, two in five responses are faulty, and the windows
// are killed again and again. It prints a table and exits with 1 when something was lost, missed, doubled, late or leaked.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCommandLine } from './host/commandLine.mjs';
import { ensureDependencies } from './host/dependencies.mjs';
import { ensureNodeWithSqlite } from './host/nodeBinary.mjs';

const HELP = `
Usage: npm run test:faults -- [options]

Options:
  --seed <number>   repeats a storm as far as a machine can; a random one when left out, and printed
  --polls <number>  requests that the services receive; 10000 when left out
  --clock           sets the machine's clock forward and back
  --keep            keeps journals, logs and the task list; they are also kept when a row fails
  -h, --help        this help
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const options = /** @type {const} */ ({
  seed: { type: 'string' },
  polls: { type: 'string' },
  clock: { type: 'boolean' },
  keep: { type: 'boolean' },
});
readCommandLine(HELP, () => parseArgs({ options }));

await ensureDependencies();
const node = await ensureNodeWithSqlite();
// Imported here, because it may just have been installed.
const { build } = await import('esbuild');
const folder = path.join(root, 'node_modules', '.cache', 'faults');
// One file each: a window starts a hundred times.
await build({
  entryPoints: ['main', 'stormWindow'].map((name) => path.join(root, 'test', 'faults', `${name}.ts`)),
  ...{ bundle: true, platform: 'node', target: 'node22', format: 'cjs', logLevel: 'warning' },
  outdir: folder,
});
const child = spawn(node, ['--no-warnings', path.join(folder, 'main.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
await once(child, 'close');
process.exit(child.exitCode ?? 1);
