import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { newTask, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';
import { claimAll, settlement } from '../sandbox';

const pageSize = 4_096;
const count = 3_000;

describe('T4: a damaged task list', () => {
  const box = useSandbox();

  beforeEach(() => {
    const store = box.window();
    store.tasks.track(
      Array.from({ length: count }, (_, index) => newTask(`task ${index}`)),
      start,
    );
    store.queue.settle(claimAll(store, start).map((claim) => settlement(claim, snapshotOf(), start)));
    store.dispose();
  });

  /** The pages of a table or an index, as SQLite's own documentation finds them: by the type of the page (file format, 1.6). */
  function pagesOf(name: string, type: number): readonly number[] {
    const reader = new DatabaseSync(box.file);
    const root = Number(reader.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)?.rootpage);
    reader.close();
    const content = readFileSync(box.file);
    const found: number[] = [];
    const visit = (page: number): void => {
      const offset = (page - 1) * pageSize;
      const kind = content[offset];
      if (kind === type) {
        found.push(page);
      }
      if (kind === 2 || kind === 5) {
        const cells = content.readUInt16BE(offset + 3);
        for (let cell = 0; cell < cells; cell += 1) {
          visit(content.readUInt32BE(offset + content.readUInt16BE(offset + 12 + 2 * cell)));
        }
        visit(content.readUInt32BE(offset + 8));
      }
    };
    visit(root);
    return found;
  }

  function zero(pages: readonly number[]): void {
    const content = readFileSync(box.file);
    pages.forEach((page) => content.fill(0, (page - 1) * pageSize, page * pageSize));
    writeFileSync(box.file, content);
  }

  function savedTasks(): number {
    const opened = box.open();
    assert.ok(opened.kind === 'opened' && opened.damaged, JSON.stringify(opened.kind));
    const check = opened.database.query<{ integrity_check: string }>('PRAGMA integrity_check').get();
    assert.equal(check?.integrity_check, 'ok');
    const rows = opened.database.query<{ count: number }>('SELECT count(*) AS count FROM tasks').get()?.count;
    assert.equal(opened.damaged.savedTasks, rows);
    return opened.damaged.savedTasks;
  }

  const leafOfIndex = 10;
  const leafOfTable = 13;

  for (const index of ['tasks_by_activity', 'tasks_due', 'sqlite_autoindex_tasks_1']) {
    it(`T4: loses nothing with a page of the index ${index}`, () => {
      const [, page] = pagesOf(index, leafOfIndex);
      zero([page!]);
      assert.equal(savedTasks(), count);
    });
  }

  it('T4: loses the rows of a damaged page only', () => {
    const pages = pagesOf('tasks', leafOfTable);
    zero([pages[3]!]);
    const saved = savedTasks();
    assert.ok(saved < count && saved > count - 60, `${saved} tasks were saved`);
  });

  it('T4: reads between several damaged pages, and around the first and the last', () => {
    const pages = pagesOf('tasks', leafOfTable);
    zero([pages[0]!, pages[10]!, pages[20]!, pages.at(-1)!]);
    const saved = savedTasks();
    assert.ok(saved < count && saved > count - 240, `${saved} tasks were saved`);
  });

  it('T4: keeps the response of a task that stays', () => {
    zero([pagesOf('tasks_by_activity', leafOfIndex)[1]!]);
    const opened = box.open();
    assert.equal(opened.kind, 'opened');
    const store = box.window('next', opened.database);
    assert.equal(store.tasks.snapshot({ connection: 'works', id: 'task 0' })?.state, 'running');
  });
});
