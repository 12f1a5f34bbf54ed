// `npm run test:faults`: prints the table of one storm, and exits with 1 when a row fails.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runStorm } from './storm';
import { judge, type Row } from './verdict';

const options = {
  seed: { type: 'string' },
  polls: { type: 'string', default: '10000' },
  clock: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const polls = Number(values.polls);
  const unhandled: string[] = [];
  process.on('unhandledRejection', (error) => void unhandled.push(String(error)));
  console.log(`Seed ${seed}, ${values.clock ? 'with' : 'without'} clock jumps`);
  const began = Date.now();
  const record = await runStorm({ seed, polls, hasJumps: values.clock });
  const rows = await judge(record);
  printTable(rows);
  console.log(`\n${Math.round((Date.now() - began) / 1_000)} s`);
  if (unhandled.length > 0) {
    console.log(`Unhandled in the stage: ${unhandled[0] ?? ''}`);
  }
  const failed = rows.some((row) => row.failed === true);
  if (values.keep || failed) {
    // After the search for secrets, and without the keys.
    const { requests, tasks, kills, jumps } = record;
    writeFileSync(join(record.folder, 'record.json'), JSON.stringify({ requests, tasks, kills, jumps }));
    console.log(`Journals, logs and the task list: ${record.folder}`);
  } else {
    rmSync(record.folder, { recursive: true, force: true });
  }
  process.exit(failed || unhandled.length > 0 ? 1 : 0);
}

function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, failed, example } of rows) {
    const verdict = failed === undefined ? '' : failed ? 'FAILED' : 'ok';
    console.log(`| ${name.padEnd(width)} | ${value.padStart(24)} | ${verdict.padEnd(6)} |`);
    if (example !== undefined) {
      console.log(`|   such as ${example.replaceAll('\n', ' ').slice(0, 400)}`);
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
