import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { statusBarId } from '../../src/ids';
import { rowLabel } from '../../src/ui/text/rowLabel';
import { notificationsSeen } from './notificationRecord';
import { takeReadmePicture } from './readmePicture';
import { browserStorage, filesHolding, pageText } from './secretSearch';
import type { TreeRow } from './shownParts';
import { pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const connectionName = 'Film studio';
const projectId = randomBytes(16).toString('hex');
const accessKey = randomBytes(10).toString('hex').toUpperCase();
const secretKey = `SECRET${randomBytes(17).toString('hex')}`;
const wrongSecretKey = `SECRET${randomBytes(17).toString('hex')}`;
const secrets = [secretKey, wrongSecretKey];

// One user in one window: each part begins where the one before ended.
describe('the journey of a user', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'journey', () => window);
  let stage: Stage;
  let window: Workbench;
  let film = '';

  before(async () => {
    stage = await setStage({ width: 1200, height: 750 });
    ({ window } = stage);
    stage.cloud.accounts.allow({ kind: 'aksk', accessKey, secretKey, projectId });
    film = stage.cloud.addTask('vod', { queuedMs: 2_000, runningMs: 15_000, outcome: 'succeeded' });
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) {
      console.error('The last requests:', stage.cloud.requests.slice(-10));
    }
    const page = await pageText(window.page);
    assert.ok(!secrets.some((secret) => page.includes(secret)), 'the page shows a secret');
  });

  after(() => stage.stop());

  /** Waits until the wizard asks for this. */
  async function prompted(what: string): Promise<void> {
    await window.quickInput.opened(`Add Connection: ${what} (`);
  }

  /** Types into the box that is open, and presses Enter; in a list, typing leaves what matches. */
  async function answer(text: string): Promise<void> {
    await window.quickInput.type(text);
    await window.quickInput.accept();
  }

  /** The label of a task without a name in its row. */
  const shown = (id: string): string => rowLabel({ id, name: id });

  /** Waits until the row of that task is as wanted. */
  async function rowWhen(label: string, isWanted: (row: TreeRow) => boolean): Promise<TreeRow> {
    const find = (rows: readonly TreeRow[]) => rows.find((row) => row.label === shown(label));
    const rows = await window.treeRowsWhen(view, (all) => {
      const row = find(all);
      return row !== undefined && isWanted(row);
    });
    return find(rows)!;
  }

  /** Tracks a task from the palette, which leads to its row. */
  async function track(id: string): Promise<void> {
    await window.runCommand('Cloud Tasks: Track Task…');
    await window.quickInput.opened(`Track Task: ${connectionName}`);
    await answer(id);
    await rowWhen(id, ({ selected }) => selected);
  }

  it('begins with a view that says what to do', async () => {
    await window.openActivity(container);
    await until('the welcome text', async () =>
      (await window.viewText(view)).includes('Track long-running cloud tasks'),
    );
    assert.match(await window.viewText(view), /Add Connection\n.*Start the demo/s);
    await window.welcomeButton(view, 'Add Connection');
    await prompted('Service');
  });

  it('guides through a new connection, and says what is not valid', async () => {
    const { quickInput } = window;
    await answer('VOD');
    await prompted('Authentication');
    await answer('Access key');
    await prompted('Region');
    await answer('Custom Endpoint');
    await prompted('Endpoint');
    await answer('http://vod.example.com');
    assert.match(await quickInput.validationMessage(), /starts with https:/);
    await answer(stage.origin);
    await prompted('Project ID');
    await quickInput.type('not a project');
    assert.match(await quickInput.validationMessage(), /letters and digits only/);
    await answer(projectId);
    await prompted('Access key ID (AK)');
    await answer(accessKey);
    await prompted('Secret access key (SK)');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.back();
    await prompted('Access key ID (AK)');
    assert.equal(await quickInput.value(), accessKey);
    await quickInput.back();
    await prompted('Project ID');
    assert.equal(await quickInput.value(), projectId);
    await quickInput.accept();
    await prompted('Access key ID (AK)');
    assert.equal(await quickInput.value(), accessKey);
    await quickInput.accept();
    await prompted('Secret access key (SK)');
  });

  it('explains why a connection does not work, and adds it when it does', async () => {
    const { quickInput } = window;
    await answer(wrongSecretKey);
    await prompted('Security token');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.accept();
    await prompted('Name');
    await answer(connectionName);
    const { message, detail } = await window.dialog.text();
    assert.equal(message, 'Connection test failed');
    assert.match(detail, /Authentication failed .*401.*APIGW\.0301/);
    await window.dialog.click('Go Back');

    await prompted('Access key ID (AK)');
    assert.equal(await quickInput.value(), accessKey);
    await quickInput.accept();
    await prompted('Secret access key (SK)');
    assert.equal(await quickInput.isPassword(), true);
    await answer(secretKey);
    await prompted('Security token');
    await quickInput.accept();
    await prompted('Name');
    assert.equal(await quickInput.value(), connectionName);
    await quickInput.accept();
    await quickInput.closed();
    const ready = await window.notification(`${connectionName} is ready.`);
    assert.deepEqual(ready.buttons, ['Track a Task', 'Browse Tasks']);
    await window.dismissNotification(ready.message);
    await until('the next thing to do', async () => (await window.viewText(view)).includes('No tasks yet'));
  });

  it('tracks a task by its id, and shows it at its provider', async () => {
    await track(film);
    const rows = await window.treeRowsWhen(view, (all) => all.some(({ description }) => description === 'queued'));
    assert.deepEqual(
      rows.map(({ label, level, description }) => [level, label, description]),
      [
        [1, connectionName, 'Huawei Cloud VOD'],
        [2, shown(film), 'queued'],
      ],
    );
  });

  it('shows how far the task is in the tree, the status bar and the badge', async () => {
    let before = 0;
    for (const part of [5_000, 5_000]) {
      stage.passTime(part);
      const row = await rowWhen(film, ({ description }) => percentIn(description) > before);
      assert.equal(row.icon, 'sync~spin');
      before = percentIn(row.description);
      assert.match(row.ariaLabel, new RegExp(`Huawei Cloud VOD, running, ${before}%`));
      // It is drawn a moment after the tree, with whatever else has changed by then.
      const percent = async (): Promise<number> => percentIn((await window.statusBarItem(statusBarId))?.text ?? '');
      await until(`${before} % in the status bar`, async () => (await percent()) === before);
    }
    assert.equal(await window.badge(container), '1');
  });

  it('announces the end of the task once', async () => {
    stage.passTime(60_000);
    const notification = await window.notification(`${film} succeeded.`);
    assert.equal(notification.severity, 'info');
    await window.clickNotification(notification.message, 'Show Details');
    await window.webview().locator('h1', { hasText: film }).waitFor();
    await window.page.keyboard.press('Control+w');
    const row = await rowWhen(film, ({ icon }) => icon === 'pass');
    assert.match(row.description, /^succeeded · /);
    await until('an empty status bar', async () => (await window.statusBarItem(statusBarId)) === undefined);
    await until('no badge', async () => (await window.badge(container)) === undefined);
  });

  it('shows details of a task and of a connection on hover', async () => {
    assert.match(await window.rowTooltip(view, shown(film)), new RegExp(`Task ID: ${film}`));
    assert.match(await window.rowTooltip(view, connectionName), new RegExp(`${connectionName}.*${projectId}`, 's'));
  });

  it('opens the response, which cannot be changed', async () => {
    await window.rowAction(view, shown(film), 'Open Response');
    let text = '';
    // While the editor appears, its lines may not be in their places yet.
    await until(
      () => `the response instead of ${text}`,
      async () => isJson((text = await window.activeEditorText())),
    );
    const { task_id, status } = JSON.parse(text);
    assert.deepEqual({ task_id, status }, { task_id: film, status: 'SUCCEED' });
    assert.match(await window.activeEditorTitle(), new RegExp(film));
    await window.page.locator('.editor-instance .view-line').first().click();
    await window.page.keyboard.type('x');
    await window.page.getByText('Cannot edit in read-only editor').first().waitFor();
    assert.equal(await window.activeEditorText(), text);
  });

  it('finds everything there after a reload', async () => {
    await window.reload();
    await window.openActivity(container);
    const row = await rowWhen(film, ({ icon }) => icon === 'pass');
    assert.match(row.description, /^succeeded · /);
    assert.equal((await window.treeRows(view))[0]?.label, connectionName);
  });

  it('tracks another task with the stored credentials', async () => {
    const trailer = stage.cloud.addTask('vod', { queuedMs: 0, runningMs: 10_000, outcome: 'failed' });
    await track(trailer);
    await rowWhen(trailer, ({ icon }) => icon === 'sync~spin');
    stage.passTime(60_000);
    const notification = await window.notification(`${trailer} failed`);
    assert.equal(notification.severity, 'error');
    assert.equal((await rowWhen(trailer, ({ icon }) => icon === 'error')).icon, 'error');
    // A notification from before the reload would have come first.
    assert.deepEqual(await notificationsSeen(window.page), [notification.message]);
    await window.dismissNotification(notification.message);
  });

  it('renames and untracks the selected tasks by key', async () => {
    const { keyboard } = window.page;
    await window.clickRow(view, shown(film));
    await keyboard.press('F2');
    await window.quickInput.opened(/^Rename/);
    await answer('Trailer cut');
    await rowWhen('Trailer cut', ({ selected }) => selected);
    await keyboard.press('Control+a');
    await keyboard.press('Delete');
    await until('the next thing to do', async () => (await window.viewText(view)).includes('No tasks yet'));
    await window.clickNotification('2 tasks are no longer tracked.', 'Undo');
    await rowWhen('Trailer cut', ({ icon }) => icon === 'pass');
  });

  it('keeps the secrets out of files, the browser and the addresses of requests', async () => {
    assert.deepEqual(await filesHolding(stage.dataDir, secrets), []);
    const settings = 'data/User/settings.json';
    const database = 'data/User/globalStorage/cloud-task-tracker.cloud-task-tracker/tasks.db';
    // The search does find what is there.
    assert.ok((await filesHolding(stage.dataDir, [projectId])).includes(settings));
    assert.ok((await filesHolding(stage.dataDir, [film])).some((file) => file.startsWith(database)));
    const kept = `${await browserStorage(window.page)} ${JSON.stringify(stage.cloud.requests)}`;
    assert.ok(!secrets.some((secret) => kept.includes(secret)));
  });

  it('edits the connection by key, and removes it with its tasks after a question', async () => {
    const { keyboard } = window.page;
    const [row] = await window.treeRows(view);
    assert.ok(row);
    await window.clickRow(view, row.label);
    await keyboard.press('F2');
    await window.quickInput.opened('Rename Connection');
    await keyboard.press('Escape');
    await window.clickRow(view, row.label);
    await keyboard.press('Delete');
    const { message, detail } = await window.dialog.text();
    assert.equal(message, `Remove the connection ${connectionName}?`);
    assert.match(detail, /and 2 tasks are no longer tracked/);
    await window.dialog.click('Remove');
    await until('the welcome text', async () =>
      (await window.viewText(view)).includes('Track long-running cloud tasks'),
    );
    await window.dismissNotification(`${connectionName} was removed.`);
  });

  it('shows everything in a demo, and removes it', async () => {
    await window.startDemo();
    const isDemo = (rows: readonly TreeRow[]) =>
      ['Huawei Cloud DSC', 'Huawei Cloud VOD', 'Huawei Cloud KooDrive', 'Shoplazza'].every((provider) =>
        rows.some(({ description, level }) => description === provider && level === 1),
      ) && ['sync~spin', 'pass'].every((icon) => rows.some((row) => row.icon === icon && row.level === 2));
    await window.treeRowsWhen(view, isDemo);
    if (process.env['CLOUD_TASKS_SCREENSHOT'] !== undefined) await takeReadmePicture(window, view);
    await window.runCommand('Cloud Tasks: Stop Demo');
    await until('the welcome text', async () =>
      (await window.viewText(view)).includes('Track long-running cloud tasks'),
    );
    assert.deepEqual(await window.treeRows(view), []);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The percentage in a text, 0 where there is none. */
function percentIn(text: string): number {
  return Number(/(\d+) ?%/.exec(text)?.[1] ?? 0);
}
