/** The number of tasks on a page of the list. */
export const pageLength = 100;
/** The time from a request to its response. */
const latencyMs = 300;
/** How long every task runs. */
const durationMs = 8 * 3_600_000;

/**
 * A service whose tasks all run and report progress. Its list starts with the newest task.
 * @param {object} options
 * @param {import('../../../src/base/clock.ts').Clock} options.clock
 * @param {number} options.tasks the number of the user's tasks
 * @param {number} options.others the number of other, newer tasks
 */
export function createFakeCloud({ clock, tasks, others }) {
  const startedAt = clock.now();
  const own = Array.from({ length: tasks }, (_, index) => `task-${index + 1}`);
  const all = [...Array.from({ length: others }, (_, index) => `other-${index + 1}`), ...own];
  let counts = { pages: 0, singles: 0 };

  /** @returns {import('../../../src/tasks/task.ts').Snapshot} */
  const snapshot = () => {
    const percent = Math.floor((100 * (clock.now() - startedAt)) / durationMs);
    return { state: 'running', rawState: 'PROCESSING', percent, items: [], raw: { status: 'PROCESSING', percent } };
  };
  /** @returns {Promise<void>} */
  const respondLater = () => new Promise((resolve) => clock.schedule(latencyMs, resolve));

  return {
    tasks: own,
    /** The number of pages with the user's tasks. */
    pages: Math.ceil(all.length / pageLength),
    /** @type {import('../../../src/client/callContext.ts').ServiceClient} */
    client: {
      async task() {
        counts = { ...counts, singles: counts.singles + 1 };
        await respondLater();
        return { ok: true, snapshot: snapshot() };
      },
      async page(_context, _list, page = '0') {
        counts = { ...counts, pages: counts.pages + 1 };
        await respondLater();
        const end = Number(page) + pageLength;
        const listed = all.slice(Number(page), end).map((id) => ({ id, snapshot: snapshot() }));
        return { ok: true, tasks: listed, ...(end < all.length ? { next: String(end) } : {}) };
      },
    },
    /** Returns the number of requests since the last call. */
    counted() {
      const counted = counts;
      counts = { pages: 0, singles: 0 };
      return counted;
    },
  };
}
