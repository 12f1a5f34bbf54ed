// Measures the product without the editor, in the Node version of VS Code.
import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { serveParent } from '../childProcess.mjs';
import { createClient, openTestStore, openWindow, systemClock, applySnapshot } from '../product.mjs';
import { fillStore } from './fillStore.mjs';
import { earlierResponses } from './sizes.mjs';
import { watchStretches } from './stretch.mjs';

/** How long work may continue after the last response. */
const trailingMs = 500;

/**
 * @typedef {import('./clouds.mjs').Account} Account
 * @typedef {{ file: string, accounts: readonly Account[], due: number }} TestList a task list, its accounts, and the number of its due tasks
 */

const actions = {
  fill,
  /** @param {{ from: string, to: string }} files */
  copy: ({ from, to }) => copyFile(from, to),
  removeEnded,
  measureStore,
  runCycle,
  openOne,
};
serveParent(actions);

/** @typedef {typeof actions} CoreActions */

/** @param {{ file: string, accounts: readonly Account[], tasks: number }} options */
async function fill({ file, accounts, tasks }) {
  await mkdir(path.dirname(file), { recursive: true });
  fillStore({ openTestStore, applySnapshot }, { file, accounts, tasks, responses: earlierResponses });
  return { bytes: (await stat(file)).size };
}

/**
 * Removes all ended tasks, as if at an earlier time, so that the next start purges them.
 * @param {{ file: string, agoMs: number }} options
 */
function removeEnded({ file, agoMs }) {
  const store = openTestStore(file, { clock: { ...systemClock, now: () => systemClock.now() - agoMs } });
  store.tasks.removeEnded({ limit: Number.MAX_SAFE_INTEGER });
  store.dispose();
}

/**
 * Measures opening, writing one response, reading a page and counting. Returns medians (ms).
 * @param {{ file: string, account: Account }} options
 */
async function measureStore({ file, account }) {
  return withCopy(file, (copy) => {
    const opening = times(9, () => {
      openTestStore(copy).dispose();
    });
    const store = openTestStore(copy);
    const connection = account.connection.id;
    const connections = [{ id: connection, credentialVersion: 1 }];
    const recording = Array.from({ length: 200 }, (_, index) => {
      const now = Date.now();
      store.queue.makeDue([{ connection, id: account.taskIds[index % account.taskIds.length] ?? '' }], now - 1);
      const [claim, ...others] = store.queue.claim({ connections, now, until: now + 60_000, limit: 1 });
      if (!claim || others.length > 0) throw new Error('Expected exactly one claim.');
      const counts = { percent: 40 + index / 10, completed: 120 + index, failed: 0, total: 900 };
      /** @type {import('../../../src/tasks/task.ts').Snapshot} */
      const snapshot = { state: 'running', rawState: '0', ...counts, items: [], raw: { status: 0, ...counts } };
      const settlement = { ...applySnapshot(claim.task, undefined, { snapshot }, now), claim };
      const task = { ...settlement.task, nextPollAt: now + 600_000 };
      return timed(() => {
        store.queue.settle([{ ...settlement, task }]);
      });
    });
    const pages = times(20, () => store.tasks.page({ connection, order: 'activity', limit: 201 }));
    const counts = times(20, () => store.tasks.counts());
    store.dispose();
    return { opening: median(opening), recording: median(recording), page: median(pages), counts: median(counts) };
  });
}

/**
 * Measures how one window polls all due tasks.
 * @param {TestList} list
 */
async function runCycle({ file, accounts, due }) {
  return withCopy(file, async (copy) => {
    const window = await openPolling(copy, accounts);
    const since = Date.now();
    const endWatch = watchStretches();
    const startedAt = performance.now();
    window.start();
    await untilPolled(copy, since, due);
    const ms = performance.now() - startedAt;
    await delay(trailingMs);
    const stretch = endWatch();
    window.close();
    return { ms, stretch };
  });
}

/**
 * Runs one of several windows on one file until all due tasks are polled, and two seconds longer.
 * @param {TestList & { since: number }} list
 */
async function openOne({ file, accounts, due, since }) {
  const window = await openPolling(file, accounts);
  window.start();
  await untilPolled(file, since, due);
  await delay(2_000);
  window.close();
}

/** Opens a window whose intervals are so long that no task is due twice. */
function openPolling(/** @type {string} */ file, /** @type {readonly Account[]} */ accounts) {
  const store = openTestStore(file);
  const limits = { minInterval: 60_000, maxInterval: 90_000 };
  return openWindow({ store, accounts, client: createClient(store), limits });
}

/** @param {string} file @param {number} since ms since the epoch @param {number} due */
async function untilPolled(file, since, due) {
  const database = new DatabaseSync(file, { readOnly: true });
  const polled = database.prepare('SELECT count(*) AS count FROM tasks WHERE ended = 0 AND last_response_at >= ?');
  const count = () => Number(polled.get(since)?.count);
  try {
    while (count() < due) {
      if (Date.now() - since > 60_000) throw new Error(`Only ${count()} of ${due} tasks were polled.`);
      await delay(20);
    }
  } finally {
    database.close();
  }
}

/**
 * Calls `run` with a copy of the file, and deletes the copy.
 * @template Result
 * @param {string} file
 * @param {(copy: string) => Result | Promise<Result>} run
 * @returns {Promise<Result>}
 */
async function withCopy(file, run) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-bench-'));
  const copy = path.join(folder, 'tasks.db');
  try {
    await copyFile(file, copy);
    return await run(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function timed(/** @type {() => unknown} */ run) {
  const startedAt = performance.now();
  run();
  return performance.now() - startedAt;
}

function times(/** @type {number} */ count, /** @type {() => unknown} */ run) {
  return Array.from({ length: count }, () => timed(run));
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
