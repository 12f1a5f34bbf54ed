// Measures the whole product inside the extension host. CLOUD_TASKS_BENCH is the folder with the plan and the results.
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
/** How long views may take to follow a change. */
const viewDelayMs = 500;

/** @type {import('./measureHost.mjs').HostPlan} */
let plan;
/** @type {import('./entry.mjs').Bench} */
let bench;

/**
 * @typedef {object} Results the results of each kind of run
 * @property {Awaited<ReturnType<typeof measureIdle>>} idle
 * @property {Awaited<ReturnType<typeof measureFull>>} full
 * @property {Awaited<ReturnType<typeof measurePruned>>} pruned
 *
 * @typedef {import('../../../src/ui/views/tree/treeNode.ts').TreeNode} TreeNode
 */

/** The editor calls this function. */
export async function run() {
  plan = /** @type {import('./measureHost.mjs').HostPlan} */ (await readJson(path.join(folder, 'plan.json')));
  /** @type {import('vscode').Extension<import('./entry.mjs').Bench> | undefined} */
  const extension = extensions.getExtension(extensionId);
  if (!extension) throw new Error(`There is no extension ${extensionId}.`);
  bench = await extension.activate();
  const connections = plan.accounts.map(({ connection }) => connection);
  await workspace.getConfiguration('cloudTasks').update('connections', connections, ConfigurationTarget.Global);
  await commands.executeCommand('workbench.view.extension.cloudTasks');
  // The editor is still busy with its own start.
  await delay(3_000);
  const measure = { idle: measureIdle, full: measureFull, pruned: measurePruned }[plan.kind];
  await writeFile(plan.result, JSON.stringify(await measure()));
}

/** Measures the product without tasks. */
async function measureIdle() {
  const endWatch = watchStretches();
  const product = await start();
  await until('the editor requests the tree', () => bench.treeRequestedAt() > 0);
  const stretch = endWatch();
  await delay(3_000);
  const memory = measureMemory();
  product.end();
  return { ...startOf(product), stretch, memory };
}

/** Starts with a full list, waits until its overdue tasks are polled, and then measures commands. */
async function measureFull() {
  const since = Date.now();
  const endWatch = watchStretches();
  const product = await start();
  await until('the editor has the first rows', () => bench.rows().first > 0);
  const startStretch = endWatch();
  const cycle = await watched(async () => {
    await untilPolled(product.file, since);
    return performance.now();
  });
  await delay(1_000);
  const { connection, first, last, count } = bench.rows();
  const memory = measureMemory();
  const refreshAll = await watched(async () => {
    const refreshedAt = Date.now();
    await commands.executeCommand('cloudTasks.refreshAll');
    await untilPolled(product.file, refreshedAt);
  });
  const arranged = [];
  for (const arrangement of arrangements) arranged.push(await measureArrangement(arrangement));
  await arrange({ groupBy: 'service', sortBy: 'lastChange', filter: {} });
  await delay(1_000);
  const allRows = await watched(drawAllRows);
  await delay(1_000);
  const drawnMemory = measureMemory();
  // Back to the first pages: the editor sends all rows that it shows whenever their parent changes.
  await arrange({ groupBy: 'none', sortBy: 'name', filter: {} });
  await arrange({ groupBy: 'service', sortBy: 'lastChange', filter: {} });
  await delay(1_000);
  const listTasks = await watched(() => product.api.listTasks().then((tasks) => tasks.length));
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
    handedConnection: connection - product.startedAt,
    handedRow: first - product.startedAt,
    drawnRows: { ms: last - product.startedAt, count },
    cycle: { ...cycle, ms: cycle.result - product.startedAt },
    stretch: startStretch,
    memory,
    drawnMemory,
    refreshAll,
    arranged,
    allRows,
    listTasks,
    clear,
    undo,
  };
}

/** Starts with a list from which most tasks were removed over a day ago, and waits until they are purged. */
async function measurePruned() {
  const removed = countOf(plan.file, 'removed_tasks')();
  if (removed === 0) throw new Error('The list has no removed tasks.');
  const product = await watched(async () => {
    const started = await start();
    const remaining = countOf(started.file, 'removed_tasks');
    await until('the removed tasks are purged', () => remaining() === 0, 20);
    await until('the editor has the first rows', () => bench.rows().first > 0);
    return started;
  });
  product.result.end();
  return { ms: product.ms, stretch: product.stretch, result: removed };
}

/** Returns the times (ms) that are measured for every start. */
function startOf(/** @type {Awaited<ReturnType<typeof start>>} */ product) {
  return {
    activate: product.activated,
    firstRows: product.drawn,
    treeRequested: bench.treeRequestedAt() - product.startedAt,
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

/**
 * What is shown and how: each grouping and each order, with filters that match many tasks, a few, and none of the first ones.
 * @typedef {{ groupBy: string, sortBy: string, filter: { text?: string, states?: string[] } }} TreeArrangement
 */

/** @type {readonly TreeArrangement[]} */
const arrangements = [
  { groupBy: 'state', sortBy: 'name', filter: { text: 'ended-4' } },
  { groupBy: 'none', sortBy: 'start', filter: { text: 'ended-499' } },
  { groupBy: 'connection', sortBy: 'lastChange', filter: { text: '9', states: ['succeeded'] } },
  { groupBy: 'service', sortBy: 'name', filter: { states: ['running'] } },
  { groupBy: 'none', sortBy: 'name', filter: { text: 'ÉNDED-1' } },
];

/** @param {TreeArrangement} arrangement */
async function arrange({ groupBy, sortBy, filter }) {
  await commands.executeCommand('cloudTasks.groupBy', groupBy);
  await commands.executeCommand('cloudTasks.sortBy', sortBy);
  await commands.executeCommand('cloudTasks.filter', { text: '', ...filter });
}

/**
 * Measures how soon the first rows are there after the view was filtered, grouped and sorted, and the work until the editor has
 * drawn it, too.
 * @param {TreeArrangement} arrangement
 */
async function measureArrangement(arrangement) {
  // The chunk of the commands is loaded, and the view shows all tasks.
  await arrange({ groupBy: 'service', sortBy: 'lastChange', filter: {} });
  await delay(1_000);
  return watched(async () => {
    await arrange(arrangement);
    return bench.drawFirstRows();
  });
}

/**
 * Draws the whole tree, as if every connection were expanded and "Show more…" pressed until the end, each time when the view has
 * followed: the editor sends all pages that change at once in one message.
 */
async function drawAllRows() {
  const provider = bench.treeProvider();
  const draw = async (/** @type {TreeNode | undefined} */ node) => {
    const rows = await provider.getChildren(node);
    await Promise.all(rows.map(async (row) => provider.getTreeItem(row)));
    return rows;
  };
  let tasks = 0;
  const expand = async (/** @type {TreeNode | undefined} */ parent) => {
    const rows = await draw(parent);
    const more = rows.find(({ kind }) => kind === 'more');
    if (more) {
      await provider.showMore(more);
      await delay(viewDelayMs);
      await expand(parent);
      return;
    }
    tasks += rows.filter(({ kind }) => kind === 'task').length;
    for (const row of rows) {
      if (row.kind === 'provider' || row.kind === 'connection') await expand(row);
    }
  };
  await expand(undefined);
  return tasks;
}

/** Measures `run` and the work that follows it. @template T @param {() => T | Promise<T>} run */
async function watched(run) {
  const endWatch = watchStretches();
  // The measurement starts with the next tick.
  await delay(20);
  const startedAt = performance.now();
  const result = await run();
  const ms = performance.now() - startedAt;
  await delay(viewDelayMs);
  return { ms, stretch: endWatch(), result };
}

/** Returns the bytes in use after garbage collection, and the memory of the whole process. */
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
function untilPolled(file, since) {
  const polled = countOf(file, 'tasks WHERE ended = 0 AND last_response_at >= ?', since);
  return until(`${plan.due} tasks are polled`, () => polled() >= plan.due, 50);
}

/**
 * Creates a function that counts rows of a task list. It keeps its own handle open, because opening takes longer than
 * counting.
 * @param {string} file
 * @param {string} rows a table and conditions, in SQL
 * @param {number[]} values for the placeholders
 */
function countOf(file, rows, ...values) {
  const statement = new DatabaseSync(file, { readOnly: true }).prepare(`SELECT count(*) AS count FROM ${rows}`);
  return () => Number(statement.get(...values)?.['count']);
}

async function until(/** @type {string} */ condition, /** @type {() => boolean} */ isMet, intervalMs = 5) {
  const deadline = Date.now() + 120_000;
  while (!isMet()) {
    if (Date.now() > deadline) throw new Error(`Waited two minutes in vain until ${condition}.`);
    await delay(intervalMs);
  }
}
