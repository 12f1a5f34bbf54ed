/**
 * Fills a new task list as the product itself would have: tasks that ended, and tasks that are under way with their
 * history, all overdue.
 * @param {Pick<typeof import('../product.mjs'), 'openTestStore' | 'applySnapshot'>} product the compiled functions
 * @param {object} options
 * @param {string} options.file
 * @param {readonly import('./clouds.mjs').Account[]} options.accounts
 * @param {number} options.tasks of all accounts together
 * @param {number} options.answers how often each task that is under way was asked before
 */
export function fillStore({ openTestStore, applySnapshot }, { file, accounts, tasks, answers }) {
  const store = openTestStore(file);
  const now = Date.now();
  for (const { connection, taskIds } of accounts) {
    store.connections.publishCredentials(connection.id, 1, now);
    const ended = Array.from({ length: tasks / accounts.length - taskIds.length }, (_, index) => `ended-${index}`);
    const ref = (/** @type {string} */ id) => ({ connection: connection.id, provider: connection.provider, id });
    store.tasks.track([...ended, ...taskIds].map(ref), now - 90_000 * (answers + 1));
    for (let round = 0; round < answers; round++) {
      const at = now - 90_000 * (answers - round);
      const asked = { id: connection.id, credentialVersion: 1 };
      const claims = store.queue.claim({ connections: [asked], now: at, until: at + 60_000, limit: tasks });
      store.queue.settle(
        claims.map((claim) => {
          const snapshot = taskIds.includes(claim.task.id) ? underWay(round) : over(claim.task.id);
          const advance = applySnapshot(claim.task, undefined, { snapshot }, at);
          const next = snapshot.state === 'running' ? { nextPollAt: at + 60_000 } : {};
          return { ...advance, claim, task: { ...advance.task, ...next } };
        }),
      );
    }
    store.outbox.settle(store.outbox.claim(now, now + 1, tasks).map(({ sequence }) => sequence));
  }
  store.dispose();
}

/** @typedef {import('../../../src/tasks/task.ts').Snapshot} Snapshot */

/** @param {number} round @returns {Snapshot} */
function underWay(round) {
  const counts = { completed: 5 * round, failed: 0, total: 300 };
  const answer = { percent: (5 * round) / 3, ...counts };
  return { state: 'running', rawState: '0', ...answer, items: [], raw: { status: 0, ...answer } };
}

/** @param {string} id @returns {Snapshot} */
function over(id) {
  const items = Array.from({ length: 3 }, (_, index) => ({
    state: /** @type {const} */ ('succeeded'),
    source: `obs://drawings/in/${id}/sheet-${index}.dwg`,
    target: `obs://drawings/out/${id}/sheet-${index}.dwg`,
  }));
  const counts = { percent: 100, completed: 3, failed: 0, total: 3 };
  return { state: 'succeeded', rawState: '1', ...counts, items, raw: { status: 1, ...counts, items } };
}
