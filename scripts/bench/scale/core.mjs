// Measures the product without its editor, in the Node that VS Code brings.
import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { answerParent } from '../childProcess.mjs';
import { createClient, openTestStore, openWindow, systemClock, applySnapshot } from '../product.mjs';
import { fillStore } from './fillStore.mjs';
import { earlierAnswers } from './sizes.mjs';
import { watchStretches } from './stretch.mjs';

/** Within this, everything has followed what was done; ms. */
const aftermath = 500;

/**
 * @typedef {import('./clouds.mjs').Account} Account
 * @typedef {{ file: string, accounts: readonly Account[], due: number }} World a task list, and how many of its tasks are due
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
answerParent(actions);

/** @typedef {typeof actions} CoreActions */

/** @param {{ file: string, accounts: readonly Account[], tasks: number }} options */
async function fill({ file, accounts, tasks }) {
  await mkdir(path.dirname(file), { recursive: true });
  fillStore({ openTestStore, applySnapshot }, { file, accounts, tasks, answers: earlierAnswers });
  return { bytes: (await stat(file)).size };
}

/**
 * As if all that has ended had been removed so long ago that the next start forgets it for good.
 * @param {{ file: string, agoMs: number }} options
 */
function removeEnded({ file, agoMs }) {
  const store = openTestStore(file, { clock: { ...systemClock, now: () => systemClock.now() - agoMs } });
  store.tasks.removeEnded(Number.MAX_SAFE_INTEGER);
  store.dispose();
}

/**
 * How long opening, recording one answer and reading a page take; medians, ms.
 * @param {{ file: string, account: Account }} options
 */
async function measureStore({ file, account }) {
  return withCopy(file, (copy) => {
    const opening = times(9, () => {
      openTestStore(copy).dispose();
    });
    const store = openTestStore(copy);
    const connection = account.connection.id;
    const asked = [{ id: connection, credentialVersion: 1 }];
    const recording = Array.from({ length: 200 }, (_, index) => {
      const now = Date.now();
      store.queue.makeDue([{ connection, id: account.taskIds[index % account.taskIds.length] ?? '' }], now - 1);
      const [claim, ...others] = store.queue.claim({ connections: asked, now, until: now + 60_000, limit: 1 });
      if (!claim || others.length > 0) throw new Error('There is not one claim.');
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
 * Asks for all that is due, from one window, until all was answered.
 * @param {World} world
 */
async function runCycle({ file, accounts, due }) {
  return withCopy(file, async (copy) => {
    const window = await openWorking(copy, accounts);
    const since = Date.now();
    const endWatch = watchStretches();
    const begun = performance.now();
    window.start();
    await untilAnswered(copy, since, due);
    const ms = performance.now() - begun;
    await delay(aftermath);
    const stretch = endWatch();
    window.close();
    return { ms, stretch };
  });
}

/**
 * One of several windows on one file: works for as long as there is something due, and a little longer.
 * @param {World & { since: number }} world
 */
async function openOne({ file, accounts, due, since }) {
  const window = await openWorking(file, accounts);
  window.start();
  await untilAnswered(file, since, due);
  await delay(2_000);
  window.close();
}

/** A window in which nothing is due for a second time. */
function openWorking(/** @type {string} */ file, /** @type {readonly Account[]} */ accounts) {
  const store = openTestStore(file);
  const limits = { minInterval: 60_000, maxInterval: 90_000 };
  return openWindow({ store, accounts, client: createClient(store), limits });
}

/** @param {string} file @param {number} since ms since the epoch @param {number} due */
async function untilAnswered(file, since, due) {
  const database = new DatabaseSync(file, { readOnly: true });
  const answered = database.prepare('SELECT count(*) AS count FROM tasks WHERE ended = 0 AND last_response_at >= ?');
  const count = () => Number(answered.get(since)?.count);
  try {
    while (count() < due) {
      if (Date.now() - since > 60_000) throw new Error(`Only ${count()} of ${due} were answered.`);
      await delay(20);
    }
  } finally {
    database.close();
  }
}

/**
 * Runs something on a copy of the file, which others measure too.
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
  const begun = performance.now();
  run();
  return performance.now() - begun;
}

function times(/** @type {number} */ count, /** @type {() => unknown} */ run) {
  return Array.from({ length: count }, () => timed(run));
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
