import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { TaskPlan } from '../../src/simulator/lifecycle';
import { rowLabel } from '../../src/ui/text/rowLabel';
import { addShop } from './addShop';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const connection = 'Lamps';
const token = `SECRET${randomBytes(16).toString('hex')}`;
const done: TaskPlan = { queuedMs: 0, runningMs: 1_000, outcome: 'partial', files: 4, failures: 1 };

// Every key binding, with focus and selection apart and together, on every kind of row.
describe('a key in the tree (E1, E2, E15)', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'keys', () => window);
  let stage: Stage;
  let window: Workbench;
  /** The labels of the tasks' rows, top to bottom. */
  let tasks: readonly string[] = [];

  before(async () => {
    // A click selects a row and does not open it.
    stage = await setStage({ width: 1200, height: 900 }, { 'workbench.tree.expandMode': 'doubleClick' });
    ({ window } = stage);
    stage.cloud.accounts.allow({ kind: 'access-token', token });
    await window.openActivity(container);
    await window.welcomeButton(view, 'Add Connection');
    await addShop(stage, { name: connection, token });
    const ids = [1, 2, 3, 4].map(() => stage.cloud.addTask('shoplazza', done));
    stage.passTime(60_000);
    await window.runCommand('Cloud Tasks: Track Task…');
    await window.quickInput.opened(`Track Task: ${connection}`);
    await window.quickInput.type(JSON.stringify(ids));
    assert.match(await window.quickInput.validationMessage(), /^4 task IDs: /);
    await shoot('track');
    await window.quickInput.accept();
    const rows = await window.treeRowsWhen(
      view,
      (all) => all.filter(({ icon }) => icon === 'warning').length === 4 && all.some(({ selected }) => selected),
    );
    tasks = taskRows(rows);
    assert.deepEqual([...tasks].sort(), ids.map((id) => rowLabel({ id, name: id })).sort());
  });

  after(() => stage.stop());

  const taskRows = (rows: readonly { readonly label: string; readonly level: number }[]): readonly string[] =>
    rows.filter(({ level }) => level === 2).map(({ label }) => label);

  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => window.page.keyboard.press(key)), Promise.resolve());

  /** Waits for the tasks' rows to be these. */
  const rowsAre = (wanted: readonly string[]) =>
    window.treeRowsWhen(view, (rows) => taskRows(rows).join() === wanted.join());

  const focusedLabel = () => window.page.locator('.monaco-list-row.focused .label-name').first().textContent();

  /**
   * Checks that the keys pressed so far did nothing. The editor reads which row has the focus when it runs the command of a key,
   * a moment after the key: only a later command tells that it has run.
   */
  async function nothingHappened(): Promise<void> {
    await window.runCommand('Cloud Tasks: Track Task…');
    await window.quickInput.opened(/^Track Task/);
    await window.quickInput.cancel();
    await window.quickInput.closed();
    assert.deepEqual(await window.notifications(), []);
  }

  const shoot = (name: string) => keepPicture(window, name);

  /** Presses the key for renaming, which tells by its question what is current. */
  async function renameIsAbout(label: string): Promise<void> {
    await press('F2');
    await window.quickInput.opened('Rename Task');
    const [start = '', end = ''] = label.split('…');
    assert.match(await window.quickInput.message(), new RegExp(`${start}.*${end}`));
    await window.quickInput.cancel();
    await window.quickInput.closed();
  }

  it('acts on the row in focus, not on the one that was clicked before', async () => {
    const [first = '', second = '', third = '', fourth = ''] = tasks;
    await window.clickRow(view, first);
    await press('ArrowDown', 'ArrowDown');
    await renameIsAbout(third);
    await press('Delete');
    await window.notification('is no longer tracked.');
    await shoot('delete');
    await rowsAre([first, second, fourth]);
    await window.clickNotification('is no longer tracked.', 'Undo');
    await rowsAre(tasks);
  });

  it('acts on all that is selected when the row in focus is among it', async () => {
    const [first = '', second = '', , fourth = ''] = tasks;
    await window.clickRow(view, first);
    // The editor adds the row to which Shift moves the focus, so that the first and the third are selected.
    await press('ArrowDown', 'Shift+ArrowDown');
    await press('Delete');
    await window.notification('2 tasks are no longer tracked.');
    await rowsAre([second, fourth]);
    await window.clickNotification('2 tasks are no longer tracked.', 'Undo');
    await rowsAre(tasks);
  });

  it('acts on a row in focus when none is selected', async () => {
    const [first = ''] = tasks;
    await window.reload();
    await window.openActivity(container);
    await rowsAre(tasks);
    await window.runCommand(`Cloud Tasks: Focus on ${view} View`);
    await press('Home', 'ArrowDown');
    const rows = await window.treeRows(view);
    assert.ok(!rows.some(({ selected }) => selected));
    await renameIsAbout(first);
  });

  it('does nothing on a file, and does not take its task for it', async () => {
    const [first = '', second = ''] = tasks;
    await window.expandRow(view, first);
    const file = (await window.treeRows(view)).find(({ level }) => level === 3)?.label ?? '';
    await window.clickRow(view, first);
    await press('ArrowDown');
    await until('the focus on a file', async () => (await focusedLabel()) === file);
    await press('Delete', 'F2');
    await nothingHappened();
    // A file of another task is no part of the selected one.
    await window.clickRow(view, second);
    await window.page
      .getByText(file, { exact: true })
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await window.treeRowsWhen(
      view,
      (rows) => rows.flatMap(({ label, selected }) => (selected ? [label] : [])).join() === [file, second].join(),
    );
    await press('Delete', 'F2');
    await nothingHappened();
    await shoot('file');
    await window.collapseRow(view, first);
    await rowsAre(tasks);
  });

  it('edits the name of a connection on its row, and removes it after a question (E22)', async () => {
    await window.clickRow(view, connection);
    await press('F2');
    await window.quickInput.opened('Rename Connection');
    await shoot('edit-connection');
    await window.quickInput.type('Lanterns');
    await window.quickInput.accept();
    await window.treeRowsWhen(view, ([row]) => row?.label === 'Lanterns');
    await window.clickRow(view, 'Lanterns');
    await press('Delete');
    assert.equal((await window.dialog.text()).message, 'Remove the connection Lanterns?');
    await window.dialog.click('Cancel');
  });

  it('is shown in the menu of one row, which offers for several only what acts on all', async () => {
    const [first = '', second = ''] = tasks;
    await window.clickRow(view, second);
    const single = await window.contextMenuItems(view, second);
    assert.ok(single.includes('Rename Task…'), single.join());
    await window.clickRow(view, first);
    await press('Shift+ArrowDown');
    const several = await window.contextMenuItems(view, first);
    assert.deepEqual(
      single.filter((title) => !several.includes(title)),
      ['Show Details', 'Rename Task…'],
    );
    await window.contextMenu(view, first, 'Open Response (JSON)');
    await until('two tabs', async () => (await window.page.locator('.tabs-container .tab').count()) === 2);
  });

  it('of a file’s row copies what the row has', async () => {
    const [first = ''] = tasks;
    await window.expandRow(view, first);
    const files = (await window.treeRowsWhen(view, (rows) => rows.some(({ level }) => level === 3))).filter(
      ({ level }) => level === 3,
    );
    const [failed, ok] = [files.find(({ icon }) => icon === 'error'), files.find(({ icon }) => icon === 'pass')];
    assert.ok(failed && ok);
    const ofFailed = await window.contextMenuItems(view, failed.label);
    assert.ok(
      ofFailed.includes('Copy Source') && ofFailed.includes('Copy Reason') && !ofFailed.includes('Copy Target'),
    );
    const ofOk = await window.contextMenuItems(view, ok.label);
    assert.ok(ofOk.includes('Copy Source') && !ofOk.includes('Copy Reason'), ofOk.join());
    await window.collapseRow(view, first);
  });

  it('leaves the actions of the view’s title to their own subject', async () => {
    const [first = ''] = tasks;
    await window.clickRow(view, first);
    // The editor passes the row in focus to them.
    await window.viewAction(view, 'Track Task');
    await window.quickInput.opened('Track Task: Lanterns');
    await window.quickInput.cancel();
    await window.quickInput.closed();
  });

  it('on macOS is Cmd+Backspace, and Enter opens the details and renames nothing', async () => {
    const [first = ''] = tasks;
    const last = tasks.at(-1) ?? '';
    const userAgent =
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
    const mac = await stage.openAnother({ userAgent });
    try {
      await mac.openActivity(container);
      await mac.treeRowsWhen(view, (rows) => taskRows(rows).length === 4);
      await mac.clickRow(view, first);
      const { keyboard } = mac.page;
      await keyboard.press('Enter');
      await mac.webview().locator('h1').waitFor();
      await mac.clickRow(view, last);
      await keyboard.press('F2');
      await mac.quickInput.opened('Rename Task');
      assert.match(await mac.quickInput.message(), new RegExp(last.split('…')[0] ?? ''));
      await mac.quickInput.cancel();
      await mac.quickInput.closed();
      await keyboard.press('Meta+Backspace');
      await mac.treeRowsWhen(view, (rows) => taskRows(rows).length === 3 && !taskRows(rows).includes(last));
    } finally {
      await mac.page.context().close();
    }
  });
});
