/** Tasks on a page of a list. */
export const pageLength = 100;
/** From a question to its answer, ms. */
const latency = 300;
/** How long every task runs, ms. */
const duration = 8 * 3_600_000;

/**
 * A service of which every task runs and says how far it is; what was begun last comes first in its list.
 * @param {object} options
 * @param {import('../../../src/base/clock.ts').Clock} options.clock
 * @param {number} options.tasks the user's
 * @param {number} options.others tasks of others, newer than the user's
 */
export function createFakeCloud({ clock, tasks, others }) {
  const begun = clock.now();
  const own = Array.from({ length: tasks }, (_, index) => `task-${index + 1}`);
  const all = [...Array.from({ length: others }, (_, index) => `other-${index + 1}`), ...own];
  let asked = { pages: 0, singles: 0 };

  /** @returns {import('../../../src/tasks/task.ts').Snapshot} */
  const snapshot = () => {
    const percent = Math.floor((100 * (clock.now() - begun)) / duration);
    return { state: 'running', rawState: 'PROCESSING', percent, items: [], raw: { status: 'PROCESSING', percent } };
  };
  /** @returns {Promise<void>} */
  const answerLater = () => new Promise((resolve) => clock.schedule(latency, resolve));

  return {
    tasks: own,
    /** How many pages it takes to see all of the user's tasks. */
    pages: Math.ceil(all.length / pageLength),
    /** @type {import('../../../src/client/callContext.ts').ServiceClient} */
    client: {
      async task() {
        asked = { ...asked, singles: asked.singles + 1 };
        await answerLater();
        return { ok: true, snapshot: snapshot() };
      },
      async page(_question, _list, page = '0') {
        asked = { ...asked, pages: asked.pages + 1 };
        await answerLater();
        const end = Number(page) + pageLength;
        const listed = all.slice(Number(page), end).map((id) => ({ id, snapshot: snapshot() }));
        return { ok: true, tasks: listed, ...(end < all.length ? { next: String(end) } : {}) };
      },
    },
    /** What was asked for since this was last called. */
    counted() {
      const counted = asked;
      asked = { pages: 0, singles: 0 };
      return counted;
    },
  };
}
