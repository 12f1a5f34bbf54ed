#!/usr/bin/env node
// `npm run coverage`: runs the unit and host tests, and prints which lines of src neither of them runs.
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './host/dependencies.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'test-results', 'coverage');
const raw = path.join(folder, 'raw');

await ensureDependencies();
await rm(folder, { recursive: true, force: true });
// A test that fails has run lines as well.
spawnSync(process.execPath, [path.join(root, 'scripts', 'test.mjs'), 'unit', 'host'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_V8_COVERAGE: raw },
});
// Imported here, because it may just have been installed.
const { Report } = await import('c8');
process.chdir(root);
const report = new Report({
  tempDirectory: raw,
  reportsDirectory: folder,
  reporter: ['text', 'html'],
  include: 'src/**',
  // What a page of the browser runs is tested by journeys.
  exclude: 'src/panel/**',
  excludeAfterRemap: true,
  all: true,
  src: [path.join(root, 'src')],
  extension: '.ts',
});
await report.run();
