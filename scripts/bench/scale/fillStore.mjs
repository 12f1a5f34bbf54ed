/**
 * Fills a new task list through the product: ended tasks, and running tasks with their history, all overdue.
 * @param {Pick<typeof import('../product.mjs'), 'openTestStore' | 'applySnapshot'>} product the compiled functions
 * @param {object} options
 * @param {string} options.file
 * @param {readonly import('./clouds.mjs').Account[]} options.accounts
 * @param {number} options.tasks the number of tasks of all accounts
 * @param {number} options.responses the number of earlier responses for each running task
 */
export function fillStore({ openTestStore, applySnapshot }, { file, accounts, tasks, responses }) {
  const store = openTestStore(file);
  const now = Date.now();
  for (const { connection, taskIds } of accounts) {
    store.connections.publishCredentials(connection.id, 1, now);
    const ended = Array.from({ length: tasks / accounts.length - taskIds.length }, (_, index) => `ended-${index}`);
    const ref = (/** @type {string} */ id) => ({ connection: connection.id, provider: connection.provider, id });
    store.tasks.track([...ended, ...taskIds].map(ref), now - 90_000 * (responses + 1));
    for (let round = 0; round < responses; round++) {
      const at = now - 90_000 * (responses - round);
      const claimable = { id: connection.id, credentialVersion: 1 };
      const claims = store.queue.claim({ connections: [claimable], now: at, until: at + 60_000, limit: tasks });
      store.queue.settle(
        claims.map((claim) => {
          const snapshot = taskIds.includes(claim.task.id) ? running(round) : succeeded(claim.task.id);
          const update = applySnapshot(claim.task, undefined, { snapshot }, at);
          const next = snapshot.state === 'running' ? { nextPollAt: at + 60_000 } : {};
          return { ...update, claim, task: { ...update.task, ...next } };
        }),
      );
    }
    store.outbox.settle(store.outbox.claim(now, now + 1, tasks).map(({ sequence }) => sequence));
  }
  store.dispose();
}

/** @typedef {import('../../../src/tasks/task.ts').Snapshot} Snapshot */

/** @param {number} round @returns {Snapshot} */
function running(round) {
  const counts = { completed: 5 * round, failed: 0, total: 300 };
  const progress = { percent: (5 * round) / 3, ...counts };
  return { state: 'running', rawState: '0', ...progress, items: [], raw: { status: 0, ...progress } };
}

/** @param {string} id @returns {Snapshot} */
function succeeded(id) {
  const items = Array.from({ length: 3 }, (_, index) => ({
    state: /** @type {const} */ ('succeeded'),
    source: `obs://drawings/in/${id}/sheet-${index}.dwg`,
    target: `obs://drawings/out/${id}/sheet-${index}.dwg`,
  }));
  const counts = { percent: 100, completed: 3, failed: 0, total: 3 };
  return { state: 'succeeded', rawState: '1', ...counts, items, raw: { status: 1, ...counts, items } };
}
