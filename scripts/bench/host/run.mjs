// Measures the whole product inside the extension host. What it finds goes into the file that CLOUD_TASKS_BENCH names.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import path from 'node:path';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import { watchStretches } from '../scale/stretch.mjs';

const folder = process.env['CLOUD_TASKS_BENCH'] ?? '';
/** @type {{ accounts: import('../scale/clouds.mjs').Account[], file: string, due: number, rounds: number }} */
let plan;
/** @type {any} */
let bench;

/** Called by the editor. */
export async function run() {
  plan = JSON.parse(await readFile(path.join(folder, 'plan.json'), 'utf8'));
  bench = await extensions.getExtension('cloud-task-tracker.cloud-task-tracker')?.activate();
  const connections = plan.accounts.map(({ connection }) => connection);
  await workspace.getConfiguration('cloudTasks').update('connections', connections, ConfigurationTarget.Global);
  await commands.executeCommand('workbench.view.extension.cloudTasks');
  await delay(1_000);
  /** @type {any[]} */
  const starts = [];
  for (let round = 0; round < plan.rounds; round++) starts.push(await measureStart(round));
  const idle = await measureIdle();
  await writeFile(path.join(folder, 'host.json'), JSON.stringify({ starts, idle }));
}

/** Starts with a full list of which a part is overdue, and waits until all that was answered. */
async function measureStart(/** @type {number} */ round) {
  const session = await profile();
  try {
    return await measureStart2(round);
  } finally {
    await session();
  }
}
async function profile() {
  if (!process.env['CLOUD_TASKS_PROFILE']) return () => {};
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    await writeFile('/tmp/bench.cpuprofile', JSON.stringify(profile));
    session.disconnect();
  };
}
async function measureStart2(/** @type {number} */ round) {
  const storage = path.join(folder, `storage-${round}`);
  await mkdir(storage);
  const file = path.join(storage, 'tasks.db');
  await copyFile(plan.file, file);
  const since = Date.now();
  let endWatch = watchStretches();
  const product = await bench.start({ storage: Uri.file(storage), accounts: plan.accounts });
  await until('the first rows are in the tree', () => bench.rows().first > 0);
  const start = endWatch();
  endWatch = watchStretches();
  await untilAnswered(file, since, plan.due);
  const cycled = performance.now();
  const cycle = endWatch();
  await delay(1_500);
  const { first, last, count } = bench.rows();
  const memory = measureMemory();
  const found = {
    activate: product.activated,
    firstRows: first - product.begun,
    allRows: last - product.begun,
    rows: count,
    cycle: cycled - product.begun,
    stretches: { start, cycle },
    memory,
  };
  const parts = await measureWishes(file);
  product.end();
  await delay(500);
  return { ...found, ...parts };
}

/** What a user can ask for that concerns everything. */
async function measureWishes(/** @type {string} */ file) {
  const endWatch = watchStretches();
  const since = Date.now();
  await commands.executeCommand('cloudTasks.refreshAll');
  await untilAnswered(file, since, plan.due);
  return { refreshAll: { ms: Date.now() - since, stretch: endWatch() } };
}

/** The memory of the product with nothing to do. */
async function measureIdle() {
  const storage = path.join(folder, 'storage-idle');
  await mkdir(storage);
  const product = await bench.start({ storage: Uri.file(storage), accounts: plan.accounts });
  await delay(2_000);
  const memory = measureMemory();
  product.end();
  return { memory };
}

/** Bytes that are in use after everything unused was collected. */
function measureMemory() {
  setFlagsFromString('--expose-gc');
  const collect = /** @type {() => void} */ (runInNewContext('gc'));
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, resident: rss };
}

/** @param {string} file @param {number} since ms since the epoch @param {number} due */
async function untilAnswered(file, since, due) {
  const database = new DatabaseSync(file, { readOnly: true });
  const answered = database.prepare('SELECT count(*) AS count FROM tasks WHERE ended = 0 AND answered_at >= ?');
  try {
    await until(`${due} tasks were answered`, () => Number(answered.get(since)?.count) >= due, 50);
  } finally {
    database.close();
  }
}

async function until(/** @type {string} */ what, /** @type {() => boolean} */ isSo, pause = 5) {
  const deadline = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`It never came to be that ${what}.`);
    await delay(pause);
  }
}
