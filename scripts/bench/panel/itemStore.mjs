// A task with many items in a real store, in the Node version of VS Code: what the host of a Details panel reads.
import { loadProduct } from '../loadProduct.mjs';
import { serveParent } from '../childProcess.mjs';
import { applySnapshot, openTestStore, systemClock } from '../product.mjs';
import { watchStretches } from '../scale/stretch.mjs';

/**
 * @typedef {import('../../../src/ui/views/details/messages.ts').ItemQuery} ItemQuery
 *
 * @typedef {object} Product
 * @property {typeof import('../../../src/ui/views/details/itemList.ts').ItemList} ItemList
 * @property {typeof import('../../../src/base/timeSlicer.ts').TimeSlicer} TimeSlicer
 */

/** @type {Product} */
const product = await loadProduct('items', {
  ItemList: 'src/ui/views/details/itemList.ts',
  TimeSlicer: 'src/base/timeSlicer.ts',
});
const ref = { connection: 'bench', id: 'large' };

/** @type {InstanceType<Product['ItemList']> | undefined} */
let list;

const actions = { fill, open, page, measure };
serveParent(actions);

/** @typedef {typeof actions} ItemActions */

/** Writes a file with one task of that many items. @param {{ file: string, items: number }} options */
function fill({ file, items }) {
  const store = openTestStore(file);
  const now = Date.now();
  store.connections.publishCredentials(ref.connection, 1, now);
  store.tasks.track([{ ...ref, provider: 'huawei-dsc', name: 'Large' }], now);
  const claims = store.queue.claim({
    ...{ connections: [{ id: ref.connection, credentialVersion: 1 }], now, until: now + 60_000, limit: 1 },
  });
  store.queue.settle(
    claims.map((claim) => ({ ...applySnapshot(claim.task, undefined, { snapshot: snapshotOf(items) }, now), claim })),
  );
  store.dispose();
}

/** @param {number} count @returns {import('../../../src/tasks/task.ts').Snapshot} */
function snapshotOf(count) {
  const items = Array.from({ length: count }, (_, index) => ({
    state: /** @type {'failed' | 'succeeded'} */ (index % 97 === 0 ? 'failed' : 'succeeded'),
    source: `obs://factory-drawings/in/line-${index % 12}/sheet-${index}.dwg`,
    target: `obs://factory-drawings/out/line-${index % 12}/sheet-${index}.dwg`,
    ...(index % 97 === 0 ? { reason: 'The file could not be read.' } : {}),
  }));
  const failed = items.filter(({ state }) => state === 'failed').length;
  const counts = { percent: 100, completed: count - failed, failed, total: count };
  return { state: 'partial', rawState: '1', ...counts, items, raw: { status: 1, ...counts } };
}

/** Opens the file as a window does. @param {{ file: string }} options */
function open({ file }) {
  const store = openTestStore(file);
  const timeSlicer = new product.TimeSlicer(systemClock, console.error);
  list = new product.ItemList(store.tasks, ref, timeSlicer);
}

/** @param {{ query: ItemQuery, offset: number, limit: number }} options */
function page({ query, offset, limit }) {
  if (!list) throw new Error('No file is open.');
  return list.page(query, offset, limit);
}

/** Measures how long the first page of a new query takes. @param {{ query: ItemQuery }} options */
async function measure({ query }) {
  if (!list) throw new Error('No file is open.');
  list.invalidate();
  const endWatch = watchStretches();
  const startedAt = performance.now();
  await list.page(query, 0, 100);
  return { ms: performance.now() - startedAt, stretch: endWatch() };
}
