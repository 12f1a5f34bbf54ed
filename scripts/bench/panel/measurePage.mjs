// Measures the page of the Details panel with 10,000 items in Chromium, without the editor around it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { buildPanel } from '../../buildPanel.mjs';
import { CHROMIUM_ARGUMENTS, ensureChromium } from '../../host/chromium.mjs';
import { startChild } from '../childProcess.mjs';
import { root } from '../loadProduct.mjs';
import { greatest } from '../rounds.mjs';
import { count, ms, percent } from '../units.mjs';
import { openPanelPage } from './panelPage.mjs';
import { samplePanel } from './samplePanel.mjs';

const itemCount = 10_000;
const rounds = 3;
/** How long to scroll (ms). */
const scrollMs = 4_000;

/** @typedef {import('../../../src/ui/views/details/messages.ts').ItemQuery} ItemQuery */

/** @type {readonly (readonly [string, ItemQuery])[]} */
const queries = [
  ['failed ones first, as the panel opens', { filter: 'all', text: '', descending: false }],
  ['the failed ones only', { filter: 'failed', text: '', descending: false }],
  ['a search', { filter: 'all', text: 'sheet-99', descending: false }],
  ['sorted by source', { filter: 'all', text: '', sort: 'source', descending: true }],
];

/** @returns {Promise<import('../report.mjs').Section>} */
export async function measurePage() {
  const temporary = await mkdtemp(path.join(tmpdir(), 'ct-bench-panel-'));
  const { folder } = await buildPanel(root);
  /** @type {import('../childProcess.mjs').Child<import('./itemStore.mjs').ItemActions>} */
  const store = await startChild(import.meta.resolve('./itemStore.mjs'));
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGUMENTS });
  try {
    const file = path.join(temporary, 'tasks.db');
    await store.call('fill', { file, items: itemCount });
    await store.call('open', { file });
    const found = [];
    for (const [name, query] of queries) {
      const runs = [];
      for (let round = 0; round < rounds; round++) runs.push(await store.call('measure', { query }));
      found.push({
        name,
        ms: greatest(runs, (run) => run.ms),
        cpu: greatest(runs, ({ stretch }) => stretch.cpu),
        wall: greatest(runs, ({ stretch }) => stretch.wall),
      });
    }
    const runs = [];
    // The editor's browser runs already when a panel is opened.
    await measureRound(browser, folder, store);
    for (let round = 0; round < rounds; round++) runs.push(await measureRound(browser, folder, store));
    return describe(found, runs);
  } finally {
    await Promise.all([browser.close(), store.end()]);
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} folder
 * @param {import('../childProcess.mjs').Child<import('./itemStore.mjs').ItemActions>} store
 */
async function measureRound(browser, folder, store) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** The CPU time (ms) of the page's main thread so far. */
  const usedTime = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  // The store's process answers one call at a time.
  /** @type {Promise<unknown>} */
  let turn = Promise.resolve();
  let drawn = () => {};
  const isDrawn = new Promise((/** @type {(value?: undefined) => void} */ resolve) => (drawn = resolve));
  const stop = await openPanelPage(page, folder, async (message, post) => {
    if (message.type === 'ready') {
      for (const each of samplePanel(itemCount)) await post(each);
    } else if (message.type === 'items') {
      const { query, offset, limit, request } = message;
      const read = turn.then(() => store.call('page', { query, offset, limit }));
      turn = read;
      const { items, ...rest } = await read;
      await post({ type: 'items', request, offset, ...rest, columns: [...rest.columns], rows: items.map(toRow) });
    } else if (message.type === 'drawn') {
      drawn();
    }
  });
  await isDrawn;
  const opened = await page.evaluate(() => /** @type {{ drawnAt?: number }} */ (globalThis).drawnAt ?? Infinity);
  const openCpu = await usedTime();
  const frames = await page.evaluate(scrollThrough, scrollMs);
  const frameCpu = ((await usedTime()) - openCpu) / frames.frames;
  await turn;
  stop();
  await page.close();
  return { opened, openCpu, frameCpu, ...frames };
}

/** @param {import('../../../src/ui/views/details/itemList.ts').PlacedItem} placed */
function toRow({ index, item }) {
  const { state, source = '', target = '', reason = '' } = item;
  const isBad = state === 'failed';
  return {
    ...{ index, state, source, target, reason, hasLink: false },
    tone: /** @type {'bad' | 'good'} */ (isBad ? 'bad' : 'good'),
    icon: isBad ? 'error' : 'pass',
  };
}

/**
 * Scrolls through the whole table, a part with each frame, and measures the time between frames. Runs in the page.
 * @param {number} durationMs
 * @returns {Promise<{ frames: number, dropped: number, longest: number }>}
 */
async function scrollThrough(durationMs) {
  const table = document.querySelector('.table');
  if (!table) throw new Error('The page has no table.');
  const nextFrame = () => new Promise(requestAnimationFrame);
  // The first frames belong to opening.
  for (let frame = 0; frame < 30; frame++) await nextFrame();
  const still = [];
  for (let frame = 0, at = performance.now(); frame < 60; frame++) {
    await nextFrame();
    still.push(performance.now() - at);
    at = performance.now();
  }
  const usual = still.sort((one, other) => one - other)[30] ?? 16.7;
  const end = table.scrollHeight - table.clientHeight;
  const startedAt = performance.now();
  let [frames, dropped, longest, at] = [0, 0, 0, startedAt];
  while (at - startedAt < durationMs) {
    table.scrollTop = (end * (at - startedAt)) / durationMs;
    await nextFrame();
    const now = performance.now();
    frames += 1;
    longest = Math.max(longest, now - at);
    dropped += Math.max(0, Math.round((now - at) / usual) - 1);
    at = now;
  }
  return { frames, dropped, longest };
}

/**
 * @param {readonly { name: string, ms: number, cpu: number, wall: number }[]} found
 * @param {readonly Awaited<ReturnType<typeof measureRound>>[]} runs
 * @returns {import('../report.mjs').Section}
 */
function describe(found, runs) {
  const opened = greatest(runs, (run) => run.opened);
  const [openCpu, frameCpu] = [greatest(runs, (run) => run.openCpu), greatest(runs, (run) => run.frameCpu)];
  const share = greatest(runs, ({ dropped, frames }) => dropped / (frames + dropped));
  return {
    title: `Details of a task with ${count(itemCount)} items`,
    text: [
      `The page of the panel in headless Chromium, which draws without a graphics card, and its items in a real store; the greatest`,
      `of ${rounds} runs after one that warms up the browser. Opening ends with the frame that shows the first rows. Then the whole table is scrolled through in`,
      `${scrollMs / 1000} s, ${count(Math.round(itemCount / (scrollMs / 1000)))} rows a second, which is faster than a person can; a frame counts as dropped when the next one comes a`,
      'multiple of the usual time later. The goals apply to CPU time: whatever else runs on the machine delays the clock.',
    ].join('\n'),
    columns: ['what', 'measured', 'longest stretch of the host, CPU time'],
    rows: [
      ['open the page, to the frame with the first rows', ms(opened), ''],
      ["the same, CPU time of the page's thread", ms(openCpu), ''],
      ...found.map(({ name, ms: duration, cpu }) => [`first rows: ${name}`, ms(duration), ms(cpu)]),
      ['frames while scrolling, the least', count(Math.min(...runs.map(({ frames }) => frames))), ''],
      ["a frame while scrolling, CPU time of the page's thread", ms(frameCpu), ''],
      ['frames dropped', percent(share), ''],
      ['longest time between frames', ms(greatest(runs, (run) => run.longest)), ''],
    ],
    goals: [
      { text: 'open the page, CPU time', value: openCpu, most: 300, show: ms },
      { text: 'a frame while scrolling, CPU time', value: frameCpu, most: 1000 / 60, show: ms },
      { text: 'longest stretch of the host', value: Math.max(...found.map(({ cpu }) => cpu)), most: 30, show: ms },
    ],
  };
}
