// Measures the whole product inside the extension host. What it finds goes into a file of the folder that
// CLOUD_TASKS_BENCH names.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import { readJson } from '../../host/json.mjs';
import { watchStretches } from '../scale/stretch.mjs';

const folder = process.env['CLOUD_TASKS_BENCH'] ?? '';
const extensionId = 'cloud-task-tracker.cloud-task-tracker';
/** Within this, views have followed what was done; ms. */
const aftermath = 500;

/** @type {import('./measureHost.mjs').HostPlan} */
let plan;
/** @type {import('./entry.mjs').Bench} */
let bench;

/**
 * @typedef {object} Results what each kind of run measures
 * @property {Awaited<ReturnType<typeof measureIdle>>} idle
 * @property {Awaited<ReturnType<typeof measureFull>>} full
 * @property {Awaited<ReturnType<typeof measurePruned>>} pruned
 *
 * @typedef {import('../../../src/ui/views/tree/treeNode.ts').TreeNode} TreeNode
 */

/** Called by the editor. */
export async function run() {
  plan = /** @type {import('./measureHost.mjs').HostPlan} */ (await readJson(path.join(folder, 'plan.json')));
  /** @type {import('vscode').Extension<import('./entry.mjs').Bench> | undefined} */
  const extension = extensions.getExtension(extensionId);
  if (!extension) throw new Error(`There is no extension ${extensionId}.`);
  bench = await extension.activate();
  const connections = plan.accounts.map(({ connection }) => connection);
  await workspace.getConfiguration('cloudTasks').update('connections', connections, ConfigurationTarget.Global);
  await commands.executeCommand('workbench.view.extension.cloudTasks');
  // The editor itself is still busy with its own start.
  await delay(3_000);
  const measure = { idle: measureIdle, full: measureFull, pruned: measurePruned }[plan.kind];
  await writeFile(plan.result, JSON.stringify(await measure()));
}

/** The product with nothing to do. */
async function measureIdle() {
  const endWatch = watchStretches();
  const product = await start();
  await until('the editor asks for the tree', () => bench.asked() > 0);
  const stretch = endWatch();
  await delay(3_000);
  const memory = measureMemory();
  product.end();
  return { ...startOf(product), stretch, memory };
}

/** Starts with a full list of which a part is overdue, waits until all that was answered, and goes on from there. */
async function measureFull() {
  const since = Date.now();
  const endWatch = watchStretches();
  const product = await start();
  await until('the editor has the first rows', () => bench.rows().first > 0);
  const startStretch = endWatch();
  const cycle = await watched(async () => {
    await untilAnswered(product.file, since);
    return performance.now();
  });
  await delay(1_000);
  const { connection, first, last, count } = bench.rows();
  const memory = measureMemory();
  const refreshAll = await watched(async () => {
    const asked = Date.now();
    await commands.executeCommand('cloudTasks.refreshAll');
    await untilAnswered(product.file, asked);
  });
  const allRows = await watched(drawAllRows);
  await delay(1_000);
  const drawnMemory = measureMemory();
  const listTasks = await watched(() => product.api.listTasks().length);
  const endedTasks = countOf(product.file, 'tasks WHERE ended = 1');
  const ended = endedTasks();
  const clear = await watched(async () => {
    await commands.executeCommand('cloudTasks.clearFinished');
    await until('no ended task is left', () => endedTasks() === 0, 20);
    return ended;
  });
  const undo = await watched(async () => {
    bench.press();
    await until('the ended tasks are back', () => endedTasks() === ended, 20);
  });
  product.end();
  return {
    ...startOf(product),
    handedConnection: connection - product.begun,
    handedRow: first - product.begun,
    drawnRows: { ms: last - product.begun, count },
    cycle: { ...cycle, ms: cycle.result - product.begun },
    stretch: startStretch,
    memory,
    drawnMemory,
    refreshAll,
    allRows,
    listTasks,
    clear,
    undo,
  };
}

/** Starts with a list of which most was removed more than a day ago, and waits until that is forgotten. */
async function measurePruned() {
  const removed = countOf(plan.file, 'removed_tasks')();
  if (removed === 0) throw new Error('Nothing was removed.');
  const product = await watched(async () => {
    const started = await start();
    const left = countOf(started.file, 'removed_tasks');
    await until('what was removed is forgotten', () => left() === 0, 20);
    await until('the editor has the first rows', () => bench.rows().first > 0);
    return started;
  });
  product.result.end();
  return { ms: product.ms, stretch: product.stretch, result: removed };
}

/** What every start is measured by, in ms from its beginning. */
function startOf(/** @type {Awaited<ReturnType<typeof start>>} */ product) {
  return {
    activate: product.activated,
    firstRows: product.drawn,
    asked: bench.asked() - product.begun,
  };
}

/** Starts the product with a copy of the list, if there is one. */
async function start() {
  const storage = path.join(path.dirname(plan.result), `storage-${process.pid}`);
  const file = path.join(storage, 'tasks.db');
  await mkdir(storage);
  if (plan.kind !== 'idle') await copyFile(plan.file, file);
  return { file, ...(await bench.start({ storage: Uri.file(storage), accounts: plan.accounts })) };
}

/** Goes through the whole tree as the editor does when every connection is open and "Show more…" is pressed to the end. */
async function drawAllRows() {
  const provider = bench.treeProvider();
  const draw = async (/** @type {TreeNode | undefined} */ node) => {
    const rows = await provider.getChildren(node);
    await Promise.all(rows.map(async (row) => provider.getTreeItem(row)));
    return rows;
  };
  let tasks = 0;
  const open = async (/** @type {TreeNode | undefined} */ parent) => {
    const rows = await draw(parent);
    const more = rows.find(({ kind }) => kind === 'more');
    if (more) {
      provider.showMore(more);
      await open(parent);
      return;
    }
    tasks += rows.filter(({ kind }) => kind === 'task').length;
    for (const row of rows) {
      if (row.kind === 'provider' || row.kind === 'connection') await open(row);
    }
  };
  await open(undefined);
  return tasks;
}

/** Measures something and what follows from it. @template T @param {() => T | Promise<T>} run */
async function watched(run) {
  const endWatch = watchStretches();
  // The watch begins with the next turn, and has seen the whole of what is run when it ends.
  await delay(20);
  const begun = performance.now();
  const result = await run();
  const ms = performance.now() - begun;
  await delay(aftermath);
  return { ms, stretch: endWatch(), result };
}

/** Bytes in use after everything unused was collected, and all that the process has of the machine. */
function measureMemory() {
  setFlagsFromString('--expose-gc');
  /** @type {unknown} */
  const gc = runInNewContext('gc');
  const collect = /** @type {() => void} */ (gc);
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, resident: rss };
}

/** @param {string} file @param {number} since ms since the epoch */
function untilAnswered(file, since) {
  const answered = countOf(file, 'tasks WHERE ended = 0 AND last_response_at >= ?', since);
  return until(`${plan.due} tasks were answered`, () => answered() >= plan.due, 50);
}

/**
 * Counts rows in a task list, beside the product. The handle stays open: opening one takes longer than to count.
 * @param {string} file
 * @param {string} rows what to count, in SQL
 * @param {number[]} values for its question marks
 */
function countOf(file, rows, ...values) {
  const counting = new DatabaseSync(file, { readOnly: true }).prepare(`SELECT count(*) AS count FROM ${rows}`);
  return () => Number(counting.get(...values)?.['count']);
}

async function until(/** @type {string} */ what, /** @type {() => boolean} */ isSo, pause = 5) {
  const deadline = Date.now() + 120_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`It never came to be that ${what}.`);
    await delay(pause);
  }
}
