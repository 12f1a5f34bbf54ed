// Measures the whole product inside the extension host. What it finds goes into a file of the folder that
// CLOUD_TASKS_BENCH names.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import { watchStretches } from '../scale/stretch.mjs';

const folder = process.env['CLOUD_TASKS_BENCH'] ?? '';
const extensionId = 'cloud-task-tracker.cloud-task-tracker';

/** @type {import('./measureHost.mjs').HostPlan} */
let plan;
/** @type {any} */
let bench;

/** Called by the editor. */
export async function run() {
  plan = JSON.parse(await readFile(path.join(folder, 'plan.json'), 'utf8'));
  bench = await extensions.getExtension(extensionId)?.activate();
  const connections = plan.accounts.map(({ connection }) => connection);
  await workspace.getConfiguration('cloudTasks').update('connections', connections, ConfigurationTarget.Global);
  await commands.executeCommand('workbench.view.extension.cloudTasks');
  // The editor itself is still busy with its own start.
  await delay(3_000);
  await writeFile(plan.result, JSON.stringify(plan.idle ? await measureIdle() : await measureFull()));
}

/** The memory of the product with nothing to do. */
async function measureIdle() {
  const product = await start('idle');
  await until('the editor asks for the tree', () => bench.asked() > 0);
  const asked = bench.asked() - product.begun;
  await delay(3_000);
  const memory = measureMemory();
  product.end();
  return { memory, asked };
}

/** Starts with a full list of which a part is overdue, waits until all that was answered, and goes on from there. */
async function measureFull() {
  const since = Date.now();
  const endWatch = watchStretches();
  const product = await start('full');
  await until('the editor has the first rows', () => bench.rows().first > 0);
  const startStretch = endWatch();
  const cycle = await watched(() => untilAnswered(product.file, since));
  const cycleEnd = performance.now();
  await delay(1_000);
  const { first, last, count } = bench.rows();
  const memory = measureMemory();
  const refreshAll = await watched(async () => {
    const asked = Date.now();
    await commands.executeCommand('cloudTasks.refreshAll');
    await untilAnswered(product.file, asked);
  });
  const allRows = await watched(drawAllRows);
  product.end();
  return {
    activate: product.activated,
    firstRows: product.drawn,
    handedRow: first - product.begun,
    drawnRows: { ms: last - product.begun, count },
    cycle: { ms: cycleEnd - product.begun, stretch: cycle.stretch },
    stretch: startStretch,
    memory,
    refreshAll,
    allRows,
  };
}

/** @param {string} name of a folder for the task list */
async function start(name) {
  const storage = path.join(path.dirname(plan.result), `storage-${name}-${process.pid}`);
  const file = path.join(storage, 'tasks.db');
  await mkdir(storage);
  if (name === 'full') await copyFile(plan.file, file);
  return { file, ...(await bench.start({ storage: Uri.file(storage), accounts: plan.accounts })) };
}

/** Goes through the whole tree as the editor does when every connection is open and "Show more…" is pressed to the end. */
async function drawAllRows() {
  const provider = bench.treeProvider();
  const draw = async (/** @type {any} */ node) => {
    const rows = await provider.getChildren(node);
    await Promise.all(rows.map((/** @type {any} */ row) => provider.getTreeItem(row)));
    return rows;
  };
  let tasks = 0;
  const open = async (/** @type {any} */ parent) => {
    const rows = await draw(parent);
    const more = rows.find((/** @type {any} */ { kind }) => kind === 'more');
    if (more) {
      provider.showMore(more);
      await open(parent);
      return;
    }
    tasks += rows.filter((/** @type {any} */ { kind }) => kind === 'task').length;
    for (const row of rows) {
      if (row.kind === 'provider' || row.kind === 'connection') await open(row);
    }
  };
  await open(undefined);
  return tasks;
}

/** @template T @param {() => Promise<T>} run */
async function watched(run) {
  const endWatch = watchStretches();
  const begun = performance.now();
  const result = await run();
  return { ms: performance.now() - begun, stretch: endWatch(), result };
}

/** Bytes in use after everything unused was collected, and all that the process has of the machine. */
function measureMemory() {
  setFlagsFromString('--expose-gc');
  const collect = /** @type {() => void} */ (runInNewContext('gc'));
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, resident: rss };
}

/** @param {string} file @param {number} since ms since the epoch */
async function untilAnswered(file, since) {
  const database = new DatabaseSync(file, { readOnly: true });
  const answered = database.prepare('SELECT count(*) AS count FROM tasks WHERE ended = 0 AND answered_at >= ?');
  try {
    await until(`${plan.due} tasks were answered`, () => Number(answered.get(since)?.count) >= plan.due, 50);
  } finally {
    database.close();
  }
}

async function until(/** @type {string} */ what, /** @type {() => boolean} */ isSo, pause = 5) {
  const deadline = Date.now() + 120_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`It never came to be that ${what}.`);
    await delay(pause);
  }
}
