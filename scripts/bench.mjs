#!/usr/bin/env node
// `npm run bench`: measures, prints, writes docs/benchmarks.md, and fails when a goal is missed.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCommandLine } from './host/commandLine.mjs';
import { ensureDependencies } from './host/dependencies.mjs';

const HELP = `
Usage: npm run bench

Measures polling, lists, memory and times, prints the result, and writes it to docs/benchmarks.md. It takes some
minutes, needs no network once all is installed, and fails when a goal is missed.

Options:
  -h, --help   this help
`;

readCommandLine(HELP, () => parseArgs({ options: {} }));

await ensureDependencies();
const { format, resolveConfig } = await import('prettier');
const { isMet, toMarkdown } = await import('./bench/report.mjs');
const { measureDefinitions } = await import('./bench/definitions/measureDefinitions.mjs');
const { measureEstimates } = await import('./bench/estimates.mjs');
const { measurePage } = await import('./bench/panel/measurePage.mjs');
const { measurePolling } = await import('./bench/polling.mjs');
const { measureScale } = await import('./bench/scale/measureScale.mjs');
const { measureSteady } = await import('./bench/steady/measureSteady.mjs');

const sections = [
  await measurePolling(),
  await measureEstimates(),
  await measureDefinitions(),
  ...(await measureSteady()),
  ...(await measureScale()),
  await measurePage(),
];
const file = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
const report = await format(toMarkdown(sections), { ...(await resolveConfig(file)), filepath: file });
await writeFile(file, report);
console.log(report);
const missed = sections.flatMap(({ goals }) => goals).filter((goal) => !isMet(goal));
for (const { text } of missed) console.error(`Missed: ${text}`);
process.exit(missed.length > 0 ? 1 : 0);
