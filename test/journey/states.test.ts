/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { statusBarId } from '../../src/ids';
import { rowLabel } from '../../src/ui/text/rowLabel';
import { addShop, describeShop } from './addShop';
import { screenRecord, screenRecorder } from './screenRecord';
import type { TreeRow } from './shownParts';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { exactly, PATIENCE_MS, until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const connection = 'The shop of all lamps and lanterns in the old town';
const token = `SECRET${randomBytes(16).toString('hex')}`;
const running = 'Winter lamps';
/** VS Code makes the first a link in a message, and the second an icon in a picker. */
const link = '[Open the report](command:workbench.action.closeWindow)';
const icon = 'backup-$(date).zip';
/** The status bar has room for about this many characters. */
const statusBarRoom = 25;

// What the editor gets wrong most easily. The steps have the names of the rows in which these faults were collected.
describe('what the editor shows', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'states', () => window);
  let stage: Stage;
  let window: Workbench;
  let ids: readonly [string, string, string];

  before(async () => {
    // The browser's VS Code saves what is typed, the desktop's does not.
    stage = await setStage(
      { width: 1200, height: 900 },
      { 'files.autoSave': 'off', 'workbench.editor.useModal': 'off', 'cloudTasks.polling.minInterval': 3 },
    );
    ({ window } = stage);
    stage.cloud.accounts.allow({ kind: 'access-token', token });
    const add = (runningMs: number) =>
      stage.cloud.addTask('shoplazza', { queuedMs: 0, runningMs, outcome: 'succeeded', files: 10 });
    ids = [add(600_000), add(1_200_000), add(1_200_000)];
    stage.passTime(300_000);
    await window.openActivity(container);
    await window.welcomeButton(view, 'Add Connection');
    await addShop(stage, { name: connection, token });
  });

  // The service takes two requests a second, of a clock that stands still between the steps.
  beforeEach(() => {
    stage.passTime(20_000);
  });

  after(() => stage.stop());

  const shoot = (name: string) => keepPicture(window, `states-${name}`);

  const rowsWhen = (isWanted: (rows: readonly TreeRow[]) => boolean) => window.treeRowsWhen(view, isWanted);

  async function rowWhen(label: string, isWanted: (row: TreeRow) => boolean): Promise<TreeRow> {
    const find = (rows: readonly TreeRow[]) => rows.find((row) => row.label === label);
    const rows = await rowsWhen((all) => {
      const row = find(all);
      return row !== undefined && isWanted(row);
    });
    return find(rows)!;
  }

  /** An ID as its row has it. */
  const shown = (name: string): string => rowLabel({ id: name, name });

  /** A name as its row has it. */
  const named = (name: string): string => rowLabel({ id: '', name });

  async function rename(from: string, to: string): Promise<void> {
    // A second click on the same row soon after the first would be a double click, which opens the details.
    const { selected } = await rowWhen(from, () => true);
    if (!selected) await window.clickRow(view, from);
    await window.page.keyboard.press('F2');
    await window.quickInput.opened('Rename Task');
    await window.quickInput.type(to);
    await window.quickInput.accept();
    await rowWhen(named(to), () => true);
  }

  /** Makes a task fail with that reason, at its next response. */
  async function fail(task: string, reason: string): Promise<void> {
    const body = { code: 'Success', message: '', data: failedTask(task, reason) };
    stage.cloud.inject({ kind: 'other-shape', match: { taskId: task }, body });
    await window.viewAction(view, 'Refresh All');
  }

  async function statusBarWhen(isWanted: (text: string) => boolean): Promise<string> {
    let text = '';
    await until(
      () => `the status bar, which has "${text}",`,
      async () => isWanted((text = (await window.statusBarItem(statusBarId))?.text ?? '')),
    );
    return text;
  }

  it('E20: takes pasted lists, addresses and quoted IDs, and nothing that is no ID', async () => {
    const { quickInput } = window;
    const [one, two] = ids;
    /** Types a text, and waits for what is said of it. */
    const isSaidOf = async (text: string, wanted: string | RegExp): Promise<void> => {
      await quickInput.type(text);
      let said = '';
      await until(
        () => `"${String(wanted)}" of "${text}" instead of "${said}"`,
        async () => {
          said = await quickInput.message();
          return typeof wanted === 'string' ? said === wanted : wanted.test(said);
        },
      );
    };
    await window.runCommand('Cloud Tasks: Track Task…');
    await quickInput.opened(`Track Task: ${connection}`);
    const address = (id: string) => `${stage.origin}/openapi/2025-06/file/task/${id}`;
    const lists = [
      JSON.stringify([one, two]),
      `'${one}', “${two}”`,
      `(${one} ${two})`,
      `${address(one)} ${address(two)}`,
    ];
    const single = [`"${one}",`, address(one), `${one.slice(0, 9)} ${one.slice(9)}`, ` ${one} ${one}`];
    for (const [index, list] of lists.entries()) {
      await isSaidOf(list, `2 task IDs: ${one}, ${two}`);
      // The same twice could be what was said before.
      await isSaidOf(single[index] ?? '', `Task ID: ${one}`);
    }
    await isSaidOf('hello world!', /is not a task ID/);
    await shoot('E20-no-id');
    // Enter takes nothing that is wrong.
    await quickInput.accept();
    await quickInput.opened(`Track Task: ${connection}`);
    assert.deepEqual(await window.treeRows(view), []);
    await quickInput.type(JSON.stringify(ids));
    await shoot('E20-list');
    await quickInput.accept();
    const labels = ids.map(shown);
    await rowsWhen(
      (rows) =>
        rows.length === 4 && labels.every((label) => rows.some((row) => row.label === label && row.icon !== 'watch')),
    );
  });

  it('E3: shows names and reasons of others as they are, as a text', async () => {
    const [first, second, third] = ids.map(shown) as [string, string, string];
    await rename(first, running);
    await rename(second, link);
    await rename(third, icon);
    assert.match(await window.rowTooltip(view, icon), /^backup-\$\(date\)\.zip\n/);
    const tooltipOfLink = await window.rowTooltip(view, named(link));
    assert.ok(tooltipOfLink.startsWith(link), tooltipOfLink);

    await window.runCommand('Cloud Tasks: Show Tasks');
    await window.quickInput.row(icon).waitFor({ timeout: PATIENCE_MS });
    await window.quickInput.row(link).waitFor({ timeout: PATIENCE_MS });
    const entries = await window.quickInput.rows();
    assert.ok(entries.some(({ label }) => label === icon) && entries.some(({ label }) => label === link));
    await shoot('E3-picker');
    await window.quickInput.cancel();

    await fail(ids[2], link);
    const ofIcon = await window.notification(/^backup-/);
    // The editor knows no escape for a link in a message: the space makes it none.
    assert.match(ofIcon.message, /^backup-\$\(date\)\.zip failed: \[Open the report\] \(command:/);
    assert.equal(await window.page.locator('.notifications-toasts .notification-list-item-message a').count(), 0);
    assert.equal(
      await window.page.locator('.notifications-toasts .notification-list-item-message .codicon').count(),
      0,
    );
    await shoot('E3-notification');

    await statusBarWhen((text) => /^backup.*: failed/.test(text));
    const tooltip = await window.statusBarTooltip(statusBarId);
    assert.ok(tooltip.includes(link) && tooltip.includes(icon), tooltip);

    await window.clickNotification(/^backup-/, 'Show Details');
    const page = window.webview();
    await page.locator('h1', { hasText: exactly(icon) }).waitFor({ timeout: PATIENCE_MS });
    assert.match(await page.locator('.problem-bad').innerText(), /\[Open the report\]\(command:/);
    assert.equal(await page.locator('a, img').count(), 0);
    assert.equal(await page.locator('h1 *').count(), 0);
    await shoot('E3-details');
  });

  it('says in its details that a task is no longer tracked, and tracks it again', async () => {
    await fail(ids[1], icon);
    const ofLink = await window.notification(/^\[Open the report\] \(command:/);
    assert.match(ofLink.message, /failed: backup-\$\(date\)\.zip/);
    assert.equal(await window.page.locator('.notifications-toasts .notification-list-item-message a').count(), 0);
    await window.clickRow(view, icon);
    await window.page
      .locator('.customview-tree .label-name', { hasText: exactly(named(link)) })
      .click({ modifiers: ['ControlOrMeta'] });
    await window.page.keyboard.press('Delete');
    await window.notification('2 tasks are no longer tracked.');
    const page = window.webview();
    await page.getByText('This task is no longer tracked.').waitFor({ timeout: PATIENCE_MS });
    assert.equal(await page.locator('vscode-toolbar-button, dl').count(), 0);
    await shoot('untracked-details');

    await page.locator('vscode-button', { hasText: 'Track Again' }).click({ timeout: PATIENCE_MS });
    await page.locator('h1', { hasText: exactly(ids[2]) }).waitFor({ timeout: PATIENCE_MS });
    await page.locator('dl').first().waitFor({ timeout: PATIENCE_MS });
    await window.clickNotification('2 tasks are no longer tracked.', 'Undo');
    await rowWhen(named(link), () => true);
    await window.runCommand('View: Close All Editors');
    // The failures have been seen then.
    await window.runCommand('Cloud Tasks: Show Tasks');
    await window.quickInput.opened('Cloud Tasks');
    await window.quickInput.cancel();
  });

  it('E3: shows a name with an icon’s form in the status bar', async () => {
    // The running task is the only one.
    await rename(running, icon.replace('.zip', ''));
    const text = await statusBarWhen((said) => said.startsWith('backup'));
    assert.match(text, /^backup-\$\(date\) \d+%$/);
    await shoot('E3-status-bar');
    await rename(icon.replace('.zip', ''), running);
    await statusBarWhen((said) => said.startsWith(running));
  });

  it('E17: says once that polling is paused, and offers Resume wherever it is in the way', async () => {
    await rowWhen(running, ({ icon: codicon }) => codicon === 'sync~spin');
    await window.runCommand('Cloud Tasks: Pause Polling');
    await until('the message', async () => (await window.viewText(view)) === 'Polling is paused.');
    const row = await rowWhen(running, ({ icon: codicon }) => !codicon.includes('spin'));
    assert.match(row.description, /^\d+%/);
    assert.doesNotMatch(row.description, /left|paused/);
    assert.match(row.ariaLabel, /polling paused/);
    const texts = (await window.treeRows(view)).map(({ description }) => description);
    assert.equal(texts.filter((text) => text.includes('paused')).length, 1, texts.join());
    await shoot('E17-paused');

    const paused = { severity: 'warning', buttons: ['Resume Polling'] };
    await window.viewAction(view, 'Refresh All');
    const ofAll = await window.notification('Polling is paused.');
    assert.deepEqual({ severity: ofAll.severity, buttons: ofAll.buttons }, paused);
    await window.dismissNotification('Polling is paused.');

    await window.rowAction(view, running, 'Refresh');
    assert.equal((await rowWhen(running, () => true)).expanded, false, 'a click expands no row');
    const ofRow = await window.notification(/Polling is paused/);
    assert.equal(ofRow.message.split(connection).length, 2, 'the connection is named once');
    assert.deepEqual({ severity: ofRow.severity, buttons: ofRow.buttons }, paused);
    await shoot('E17-refresh');
    await window.clickNotification(/Polling is paused/, 'Resume Polling');
    await rowWhen(running, ({ icon: codicon }) => codicon === 'sync~spin');
    await until('no message', async () => (await window.viewText(view)) === '');

    // The title of the view has it, too.
    await window.runCommand('Cloud Tasks: Pause Polling');
    await until('the message', async () => (await window.viewText(view)) === 'Polling is paused.');
    await window.viewAction(view, 'Resume All Polling');
    await until('no message', async () => (await window.viewText(view)) === '');
  });

  it('E10: says nothing untrue while the window starts', async () => {
    await window.openActivity(container);
    const before = await rowsWhen((rows) => rows.some(({ icon: codicon }) => codicon === 'sync~spin'));
    await window.page.addInitScript(screenRecorder);
    await window.reload();
    await window.openActivity(container);
    await rowsWhen((rows) => rows.map(({ label }) => label).join() === before.map(({ label }) => label).join());
    await statusBarWhen((text) => text.startsWith(running));
    const { viewTexts, rows, statusBar } = await screenRecord(window.page);
    // The editor itself says so until an extension has started.
    assert.deepEqual(
      viewTexts.filter((text) => !text.startsWith('There is no data provider registered')),
      [],
    );
    const ours = statusBar.filter((text) => text.includes(statusBarId));
    assert.ok(ours.length > 0 && ours.every((text) => /: .?\s*Winter lamps \d+%$/.test(text)), ours.join('\n'));
    const isTrue = new RegExp(
      `^(${connection} \\| Shoplazza|${running} \\| \\d+%.*|.* \\| (backup|\\[Open the report).*)$`,
    );
    assert.ok(rows.length > 0 && rows.every((text) => isTrue.test(text)), rows.join('\n'));
  });

  it('E7: keeps what was typed when the settings have unsaved changes', async () => {
    const { page } = window;
    await window.runCommand('Preferences: Open User Settings (JSON)');
    await window.activeEditorText();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' ');
    await page.locator('.tab.active.dirty').waitFor({ timeout: PATIENCE_MS });

    const name = 'Second shop';
    await window.runCommand('Cloud Tasks: Add Connection…');
    await describeShop(stage, { name, token });
    const { message, buttons } = await window.notification('The settings could not be changed.');
    assert.match(message, /unsaved/i);
    assert.deepEqual(buttons, ['Open Settings', 'Continue']);
    await shoot('E7-unsaved');
    await window.clickNotification('The settings could not be changed.', 'Open Settings');
    await page.locator('.tab.active.dirty', { hasText: 'settings.json' }).waitFor({ timeout: PATIENCE_MS });
    await page.locator('.editor-instance .view-line').last().click();
    await page.keyboard.press('Control+s');
    await page.locator('.tab.active:not(.dirty)', { hasText: 'settings.json' }).waitFor({ timeout: PATIENCE_MS });

    // It is still offered, and nothing is asked again.
    await window.clickNotification('The connection was not added.', 'Continue');
    await window.dismissNotification(`${name} is ready.`);
    await page.keyboard.press('Control+w');
    await rowWhen(name, () => true);
  });

  it('E18: says in few words what is wrong with the credentials, and leads to where they are mended', async () => {
    stage.cloud.accounts.revoke(token);
    await window.rowAction(view, running, 'Refresh');
    const text = await statusBarWhen((said) => /authentication failed/i.test(said));
    assert.ok(text.length <= statusBarRoom, text);
    const tooltip = await window.statusBarTooltip(statusBarId);
    assert.ok(tooltip.includes(connection), tooltip);
    assert.match(tooltip, /Authentication failed .*401/s);
    assert.match(tooltip, /Click to update the credentials/);
    await shoot('E18-status-bar');
    await window.clickStatusBarItem(statusBarId);
    await window.quickInput.opened(`Update Credentials of ${connection}`);
    await window.quickInput.cancel();
  });
});

/** A task of which every file failed, with a reason of its own. */
function failedTask(id: string, reason: string): unknown {
  const origin = 'https://images.example.com/lamp.jpeg';
  return {
    task_id: id,
    total: 1,
    finished: 0,
    status: 0,
    error_message: reason,
    success_list: [],
    failure_list: [{ origin_link: origin, message: reason }],
    origin_list: [origin],
  };
}
