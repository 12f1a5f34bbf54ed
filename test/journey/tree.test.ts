/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { exactly, PATIENCE_MS, until } from './waiting';
import type { TreeRow } from './shownParts';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
/** The names of the demo's tasks that have the word in common. */
const lines = ['Drawings of line 1', 'Drawings of line 2', 'Drawings of line 3'];
const failing = 'Drive of the sales team';
/** Two that are neighbors in every order. */
const both = lines.slice(0, 2);
const defaultWidth = 300;
const pictures = process.env['CLOUD_TASKS_PICTURES'];

// The demo's tasks, with filter, groups, orders, several selected rows and rows that are dragged.
describe('the tree', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'tree', () => window);
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    // A click selects a row and does not open it.
    stage = await setStage({ width: 1200, height: 800 }, { 'workbench.tree.expandMode': 'doubleClick' });
    ({ window } = stage);
    await window.openActivity(container);
    await window.welcomeButton(view, 'Start the demo');
    await rowsWhen((rows) => lines.every((line) => rows.some(({ label }) => label === line)));
  });

  after(() => stage.stop());

  const rowsWhen = (isWanted: (rows: readonly TreeRow[]) => boolean) => window.treeRowsWhen(view, isWanted);

  const labels = (rows: readonly TreeRow[]): readonly string[] => rows.map(({ label }) => label);

  /** The labels of the rows of tasks, whatever they are grouped by: those that tell of a response. */
  const taskLabels = (rows: readonly TreeRow[]): readonly string[] =>
    rows
      .filter(({ label }) => /^(Drawings|Drive|Archive|Trailer|Factory tour|Interview|Summer)/.test(label))
      .map(({ label }) => label);

  async function shoot(name: string): Promise<void> {
    if (pictures !== undefined) await window.screenshot(`${pictures}/tree-${name.replaceAll(' ', '-')}.png`);
  }

  const rowName = (label: string) =>
    window.page.locator('.customview-tree .label-name', { hasText: exactly(label) }).first();

  async function selectBoth(): Promise<void> {
    await window.clickRow(view, both[0] ?? '');
    await rowName(both[1] ?? '').click({ modifiers: ['ControlOrMeta'] });
    await rowsWhen((rows) => rows.flatMap(({ label, selected }) => (selected ? [label] : [])).join() === both.join());
  }

  /** The part of a row's description that is not cut off. */
  const visibleDescription = (label: string): Promise<string> =>
    window.page
      .locator('.monaco-list-row')
      .filter({ has: window.page.locator('.label-name', { hasText: exactly(label) }) })
      .first()
      .evaluate((row) => {
        const box = row.querySelector('.monaco-icon-label-container')?.getBoundingClientRect();
        const text = row.querySelector('.label-description')?.firstChild;
        if (!box || !text) return '';
        const content = text.textContent ?? '';
        const range = document.createRange();
        let end = 0;
        while (end < content.length) {
          range.setStart(text, end);
          range.setEnd(text, end + 1);
          if (range.getBoundingClientRect().right > box.right) break;
          end += 1;
        }
        // The last character of a text that does not fit gives way to the ellipsis.
        return end < content.length ? content.slice(0, Math.max(0, end - 1)) : content;
      });

  async function choose(command: string, title: string, choice: string): Promise<void> {
    await window.runCommand(`Cloud Tasks: ${command}`);
    await window.quickInput.opened(title);
    await window.quickInput.pick(choice);
    await window.quickInput.closed();
  }

  it('shows percentage and time left at the default width (E25)', async () => {
    const running = 'Drawings of line 2';
    await window.resizeSideBar(defaultWidth);
    await rowsWhen((rows) => rows.some(({ label, description }) => label === running && /left/.test(description)));
    await shoot('default-width');
    assert.match(await visibleDescription(running), /^\d+% · \d+ (sec|min|h) left$/);
  });

  it('is filtered by typing, says so, and keeps the filter when the window is reloaded', async () => {
    await window.viewAction(view, 'Filter Tasks…');
    await window.quickInput.opened('Filter Tasks');
    await window.quickInput.type('LINE');
    await rowsWhen((rows) => [...taskLabels(rows)].sort().join() === lines.join());
    await shoot('filter');
    await window.quickInput.accept();
    await window.quickInput.closed();
    assert.equal(await window.viewText(view), 'Filter: “LINE” (3 of 13)');
    await window.reload();
    await window.openActivity(container);
    await rowsWhen((rows) => [...taskLabels(rows)].sort().join() === lines.join());
    assert.equal(await window.viewText(view), 'Filter: “LINE” (3 of 13)');
    // Leaving without Enter changes nothing.
    await window.viewAction(view, 'Change Filter…');
    await window.quickInput.opened('Filter Tasks');
    assert.equal(await window.quickInput.value(), 'LINE');
    await window.quickInput.type('Trailer');
    await rowsWhen((rows) => taskLabels(rows).join() === 'Trailer');
    await window.quickInput.cancel();
    await rowsWhen((rows) => [...taskLabels(rows)].sort().join() === lines.join());
  });

  it('says that the filter hides all, and shows all again', async () => {
    await window.viewAction(view, 'Change Filter…');
    await window.quickInput.opened('Filter Tasks');
    await window.quickInput.type('no such task');
    await window.quickInput.accept();
    await until('the welcome text', async () => (await window.viewText(view)).includes('The filter hides all tasks.'));
    await shoot('filter-hides-all');
    await window.welcomeButton(view, 'Clear Filter');
    await rowsWhen((rows) => taskLabels(rows).length === 12);
    assert.equal(await window.viewText(view), '');
  });

  it('is filtered by state, with the reason of a failure first in its row', async () => {
    const hasFailed = async () =>
      (await window.treeRows(view)).some(({ label, icon }) => label === failing && icon === 'error');
    await until('a task to fail', hasFailed, 3 * PATIENCE_MS);
    await window.runCommand('Cloud Tasks: Filter Tasks…');
    await window.quickInput.opened('Filter Tasks');
    await window.quickInput.pick('Failed');
    const rows = await rowsWhen(
      (all) => taskLabels(all).includes(failing) && !taskLabels(all).includes('Factory tour'),
    );
    await window.quickInput.accept();
    const row = rows.find(({ label }) => label === failing);
    assert.match(row?.description ?? '', /^Result code \d+/);
    assert.match(row?.ariaLabel ?? '', /, failed, Result code \d+/);
    await shoot('failed');
    await window.viewAction(view, 'Clear Filter');
    await rowsWhen((all) => taskLabels(all).length === 12);
  });

  it('keeps a row collapsed when the window is reloaded', async () => {
    const [first] = await window.treeRows(view);
    const belowFirst = (rows: readonly TreeRow[]): number => rows.slice(1).findIndex(({ level }) => level === 1);
    const isFirst = (rows: readonly TreeRow[]): boolean => rows[0]?.label === first?.label;
    const count = belowFirst(await window.treeRows(view));
    assert.ok(count > 0);
    await window.clickRow(view, first?.label ?? '');
    await window.page.keyboard.press('ArrowLeft');
    await rowsWhen((rows) => isFirst(rows) && belowFirst(rows) === 0);
    await window.reload();
    await window.openActivity(container);
    await rowsWhen((rows) => isFirst(rows) && belowFirst(rows) === 0 && rows.some(({ level }) => level === 2));
    await window.clickRow(view, first?.label ?? '');
    await window.page.keyboard.press('ArrowRight');
    await rowsWhen((rows) => isFirst(rows) && belowFirst(rows) === count);
  });

  it('is grouped by state, by connection and by nothing, and sorted by name', async () => {
    await choose('Group By…', 'Group By', 'State');
    const byState = await rowsWhen((rows) => rows.some(({ label, level }) => label === 'Running' && level === 1));
    const heading = byState.find(({ label }) => label === 'Running');
    assert.ok(Number(heading?.description) > 0, heading?.description);
    assert.match(heading?.ariaLabel ?? '', /^Running, \d+ tasks?$/);
    assert.ok(
      byState.some(
        ({ label, level, description }) => label === lines[0] && level === 2 && /Factory drawings/.test(description),
      ),
    );
    await shoot('by-state');
    await choose('Group By…', 'Group By', 'Connection');
    await rowsWhen((rows) => rows.filter(({ level }) => level === 1).length === 4);
    await choose('Group By…', 'Group By', 'None');
    await choose('Sort By…', 'Sort By', 'Name');
    const flat = await rowsWhen(
      (rows) => rows.length === 13 && rows.every(({ level }) => level === 1) && rows[0]?.label === 'Archive of 2019',
    );
    assert.deepEqual(labels(flat), labels(flat).toSorted());
    await shoot('flat-by-name');
    await window.reload();
    await window.openActivity(container);
    await rowsWhen((rows) => labels(rows).join() === labels(flat).join());
    const menu = await window.contextMenuItems(view, lines[0] ?? '');
    assert.ok(menu.includes('Copy Task ID') && menu.includes('Stop Tracking'), menu.join());
  });

  it('acts on several selected rows, also where tasks are not grouped', async () => {
    const before = labels(await window.treeRows(view));
    await selectBoth();
    const menu = await window.contextMenuItems(view, lines[0] ?? '');
    assert.ok(menu.includes('Refresh') && !menu.includes('Rename Task…'), menu.join());
    await window.page.keyboard.press('Delete');
    await rowsWhen((rows) => labels(rows).join() === before.filter((label) => !both.includes(label)).join());
    await window.clickNotification('2 tasks are no longer tracked.', 'Undo');
    await rowsWhen((rows) => labels(rows).join() === before.join());
  });

  // Without Shift, VS Code opens what is dropped, and an ID cannot be opened. A terminal takes files only.
  it('gives the IDs of the dragged rows to an editor while Shift is held', async () => {
    const { mouse, keyboard } = window.page;
    const ids: string[] = [];
    for (const label of both) {
      ids.push(/Task ID: (\S+)/.exec(await window.rowTooltip(view, label))?.[1] ?? 'none');
    }
    await window.runCommand('File: New Untitled Text File');
    await keyboard.type('IDs: ');
    await selectBoth();
    const from = await rowName(both[1] ?? '').boundingBox();
    const to = await window.page.locator('.editor-instance .view-line').first().boundingBox();
    assert.ok(from && to);
    await mouse.move(from.x + 10, from.y + from.height / 2);
    await mouse.down();
    await mouse.move(from.x + 40, from.y + 40, { steps: 5 });
    await keyboard.down('Shift');
    await mouse.move(to.x + 200, to.y + to.height / 2, { steps: 10 });
    await shoot('drag');
    await mouse.up();
    await keyboard.up('Shift');
    await until('the IDs', async () => (await window.activeEditorText()) === `IDs: ${ids.join('\n')}`);
    await shoot('dropped');
  });

  // Pictures to be looked at.
  if (pictures !== undefined) {
    it('is drawn in other themes and in Chinese', async () => {
      await choose('Group By…', 'Group By', 'State');
      for (const theme of ['Light Modern', 'Dark High Contrast', 'Dark Modern']) {
        await window.setTheme(theme);
        await shoot(`by-state ${theme}`);
        await window.resizeSideBar(200);
        await shoot(`narrow ${theme}`);
        await window.resizeSideBar(defaultWidth);
      }
      const chinese = await stage.openAnother({
        initScript: `Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => 'zh-cn', set() {} });`,
        viewport: { width: 1200, height: 800 },
      });
      await chinese.openActivity(container);
      await chinese.resizeSideBar(defaultWidth);
      const rowsOf = (title: string) =>
        chinese.page.locator('.monaco-list-row .label-name', { hasText: exactly(title) });
      await rowsOf('Trailer').first().waitFor({ timeout: PATIENCE_MS });
      await chinese.screenshot(`${pictures}/tree-chinese.png`);
      await chinese.page.locator('.part.sidebar .action-label.codicon-filter').first().click();
      await chinese.page.locator('.quick-input-widget').first().waitFor({ timeout: PATIENCE_MS });
      await chinese.page.keyboard.type('line');
      await rowsOf('Trailer').first().waitFor({ state: 'hidden', timeout: PATIENCE_MS });
      await chinese.screenshot(`${pictures}/tree-chinese-filter.png`);
      await chinese.page.context().close();
    });
  }
});
