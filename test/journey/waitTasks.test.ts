/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TaskPlan } from '../../src/simulator/lifecycle';
import { rowLabel } from '../../src/ui/text/rowLabel';
import { addShop } from './addShop';
import type { TreeRow } from './shownParts';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { appears, exactly, PATIENCE_MS, until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const token = `SECRET${randomBytes(16).toString('hex')}`;
const good: TaskPlan = { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded', files: 20 };
const bad: TaskPlan = { ...good, outcome: 'partial', failures: 2 };

// A build that waits for a task of a cloud, from a folder with tasks.json.
describe('a wait in tasks.json', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'wait-tasks', () => window);
  let folder: string;
  let stage: Stage;
  let window: Workbench;
  let connection = '';
  let goodId = '';
  let badId = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ct-build-'));
    await mkdir(path.join(folder, '.vscode'));
    const settings = {
      'terminal.integrated.gpuAcceleration': 'off',
      // The editor tells of ends in the background after a minute, unless this says otherwise (ms).
      'task.notifyWindowOnTaskCompletion': 1,
    };
    stage = await setStage({ width: 1280, height: 900 }, settings, { folder });
    ({ window } = stage);
    stage.cloud.accounts.allow({ kind: 'access-token', token });
    await window.openActivity(container);
    await window.welcomeButton(view, 'Add Connection');
    await addShop(stage, { name: 'Lamps', token });
    connection = await idOfConnection();
    goodId = stage.cloud.addTask('shoplazza', good);
    badId = stage.cloud.addTask('shoplazza', bad);
    await writeTasks([
      { label: 'lamps', type: 'cloudTask', connection, taskId: goodId },
      { label: 'failing lamps', type: 'cloudTask', connection, taskId: badId },
      build('build', 'lamps'),
      build('failing build', 'failing lamps'),
    ]);
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) {
      console.error(await terminalText().catch(() => 'no terminal'));
    }
  });

  after(async () => {
    await stage.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function idOfConnection(): Promise<string> {
    const settings = await readFile(path.join(stage.dataDir, 'data', 'User', 'settings.json'), 'utf8');
    const { 'cloudTasks.connections': connections } = JSON.parse(settings) as Record<string, { id: string }[]>;
    return connections?.[0]?.id ?? '';
  }

  /** A task of the shell that leaves a file. */
  const build = (label: string, dependsOn: string): object => ({
    ...{ label, dependsOn, type: 'shell', command: `echo "$((6 * 7)) built" > '${label}.txt'`, problemMatcher: [] },
  });
  const built = (label: string): Promise<string> =>
    readFile(path.join(folder, `${label}.txt`), 'utf8').catch(() => 'nothing');

  async function writeTasks(tasks: readonly object[]): Promise<void> {
    const file = path.join(folder, '.vscode', 'tasks.json');
    await writeFile(file, JSON.stringify({ version: '2.0.0', tasks }, null, 2));
  }

  /** Runs a task of the folder from the palette. */
  async function runTask(label: string): Promise<void> {
    const { page, quickInput } = window;
    // The editor reads the file when it notices that it was written.
    await until(`the task "${label}" in the list`, async () => {
      await window.runCommand('Tasks: Run Task');
      await quickInput.opened('Select the task to run');
      if (await appears(quickInput.row(label), 5_000)) return true;
      await page.keyboard.press('Escape');
      return false;
    });
    await quickInput.pick(label);
    await quickInput.closed();
  }

  /** Tracks a task; returns the label of its row. */
  async function track(id: string): Promise<string> {
    const label = rowLabel({ id, name: id });
    await window.runCommand('Cloud Tasks: Track Task…');
    await window.quickInput.opened('Track Task: Lamps');
    await window.quickInput.type(id);
    await window.quickInput.accept();
    await window.treeRowsWhen(view, (rows) => rows.some((row) => row.label === label && row.selected));
    return label;
  }

  const terminal = () => window.page.locator('.terminal-wrapper.active .xterm-rows').filter({ visible: true }).first();
  /** What stands in the terminal that is shown, without its line breaks; nothing where none is. */
  const terminalText = async (): Promise<string> =>
    (await terminal().allTextContents()).join('').replaceAll('\u00a0', ' ');
  const terminalShows = (what: RegExp) =>
    until(
      () => `${String(what)} in the terminal`,
      async () => what.test(await terminalText()),
    );

  const shoot = (name: string) => keepPicture(window, `wait-${name}`);

  it('draws the progress, and the build that depends on it runs when the task has succeeded', async () => {
    await runTask('build');
    await terminalShows(/Waiting for .* of Lamps\. Ctrl\+C ends the wait; the task stays tracked\./);
    const percent = async () => Number(/(\d+)%/.exec(await terminalText())?.[1] ?? 0);
    for (let times = 1; times <= 2; times += 1) {
      const before = await percent();
      stage.passTime(12_000);
      await until('more progress', async () => (await percent()) > before);
    }
    assert.match(await terminalText(), /━+─+ \d+%/);
    assert.equal(await built('build'), 'nothing');
    await shoot('running');
    stage.passTime(60_000);
    await until('the build', async () => (await built('build')).trim() === '42 built');
  });

  it('ends with 1 when files failed, names them, and what depends on it does not run', async () => {
    await runTask('failing build');
    await terminalShows(/Waiting for /);
    stage.passTime(90_000);
    await terminalShows(/completed with errors: 2 of 20 files failed\..*exit code: 1/);
    await shoot('failed');
    assert.equal(await built('failing build'), 'nothing');
  });

  it('of a task that has failed before ends at once, and the editor does not say that it failed to launch', async () => {
    // The terminal still shows a run that ended in the same way.
    const before = await terminalText();
    await runTask('failing lamps');
    await until('the end of the last run', async () => {
      const text = await terminalText();
      const lastRun = text.split('Executing task').at(-1) ?? '';
      return text !== before && /Waiting for .*terminated with exit code: 1/s.test(lastRun);
    });
  });

  it('is started by the button of a running task, and the task stays tracked when its terminal is closed', async () => {
    const id = stage.cloud.addTask('shoplazza', good);
    const label = await track(id);
    await window.rowAction(view, label, 'Wait for Task');
    await terminalShows(new RegExp(`Waiting for ${id}`));
    await window.runCommand('Terminal: Kill the Active Terminal Instance');
    await until('the terminal to close', async () => !(await terminalText()).includes(id));
    stage.passTime(30_000);
    const percent = (rows: readonly TreeRow[]) => rows.find((row) => row.label === label)?.description ?? '';
    await window.treeRowsWhen(view, (rows) => /\d+%/.test(percent(rows)));
    stage.passTime(60_000);
    await window.treeRowsWhen(view, (rows) => percent(rows).startsWith('succeeded'));
  });

  it('is shown again by its task, and not one whose name begins alike', async () => {
    for (const name of ['Lamps 10', 'Lamps 1']) {
      await window.clickRow(view, await track(stage.cloud.addTask('shoplazza', good)));
      await window.page.keyboard.press('F2');
      await window.quickInput.opened('Rename Task');
      await window.quickInput.type(name);
      await window.quickInput.accept();
      await window.treeRowsWhen(view, (rows) => rows.some(({ label }) => label === name));
      await window.rowAction(view, name, 'Wait for Task');
      await terminalShows(new RegExp(`Waiting for ${name} of`));
    }
    for (const name of ['Lamps 10', 'Lamps 1']) {
      await window.rowAction(view, name, 'Wait for Task');
      await terminalShows(new RegExp(`Waiting for ${name} of`));
    }
    stage.passTime(90_000);
    await window.treeRowsWhen(view, (rows) =>
      rows.filter(({ label }) => label.startsWith('Lamps 1')).every(({ description }) => /succeeded/.test(description)),
    );
  });

  it('begins with a click on the address of a task that a command has printed', async () => {
    const { page } = window;
    const id = stage.cloud.addTask('shoplazza', good);
    const address = `${stage.origin}/openapi/2025-06/file/task/${id}`;
    await window.runCommand('Terminal: Create New Terminal');
    await until('a prompt', async () => (await terminalText()).trim() !== '');
    await page.keyboard.type(`clear; printf 'Uploading.\\n%s.\\n' ${address}`);
    await page.keyboard.press('Enter');
    const printed = terminal().locator('> div', { hasText: exactly(`${address}.`) });
    await printed.waitFor({ timeout: PATIENCE_MS });
    const { x, y, height } = (await printed.boundingBox())!;
    await page.keyboard.down('ControlOrMeta');
    // The editor looks for links when the pointer comes to a line.
    await until('the row of the task', async () => {
      await page.mouse.move(x + 40, y + height * 2);
      await page.mouse.move(x + 60, y + height / 2, { steps: 4 });
      await page.mouse.click(x + 60, y + height / 2);
      return (await window.treeRows(view)).some(({ label }) => label === rowLabel({ id, name: id }));
    });
    await page.keyboard.up('ControlOrMeta');
  });

  it('that ends while the window is in the background raises a notification of the system', async () => {
    const { page } = window;
    await page.context().grantPermissions(['notifications']);
    const id = stage.cloud.addTask('shoplazza', good);
    await writeTasks([{ label: 'night lamps', type: 'cloudTask', connection, taskId: id }]);
    await runTask('night lamps');
    await terminalShows(new RegExp(`Waiting for ${id}`));
    // Chromium without a screen has the focus in every page: the page is told otherwise, and notes what it shows.
    await page.evaluate(() => {
      const shown: string[] = [];
      Object.assign(globalThis, { shown });
      document.hasFocus = () => false;
      globalThis.Notification = class extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options);
          shown.push(title);
        }
      };
    });
    const shown = () => page.evaluate(() => (globalThis as { shown?: string[] }).shown ?? []);
    stage.passTime(90_000);
    await until('the notification', async () => (await shown()).length > 0);
    assert.match((await shown()).join('\n'), /^.*night lamps.*$/);
    await page.evaluate(() => Reflect.deleteProperty(document, 'hasFocus'));
  });

  it('is completed in tasks.json, and checked there', async () => {
    const { page } = window;
    const running = stage.cloud.addTask('shoplazza', good);
    await track(running);
    await writeTasks([{ label: 'incomplete', type: 'cloudTask', connection: '', taskId: '' }, { type: 'cloudTask' }]);
    await window.runCommand('Go to File...');
    await window.quickInput.type('.vscode/tasks.json');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'tasks.json' }).first().waitFor();
    await window.quickInput.accept();
    await until('the file', async () => (await window.activeEditorText()).includes('"incomplete"'));
    const suggestions = page.locator('.suggest-widget.visible .monaco-list-row');
    /** Puts the cursor between the quotes of that value, and reads what the editor offers for it. */
    const offered = async (key: string): Promise<string> => {
      const lines = (await readFile(path.join(folder, '.vscode', 'tasks.json'), 'utf8')).split('\n');
      const line = lines.findIndex((text) => text.includes(`"${key}": "`));
      await page.keyboard.press('Control+g');
      await window.quickInput.type(`:${line + 1}:${(lines[line] ?? '').lastIndexOf('"') + 1}`);
      await window.quickInput.accept();
      await window.quickInput.closed();
      await page.keyboard.press('Control+Space');
      await suggestions.first().waitFor({ timeout: PATIENCE_MS });
      const texts = await suggestions.allInnerTexts();
      await shoot(`json-${key}`);
      await page.keyboard.press('Escape');
      return texts.join('\n');
    };
    assert.match(await offered('connection'), new RegExp(`${connection}\\s+Lamps`));
    assert.match(await offered('taskId'), new RegExp(running));
    await window.runCommand('Problems: Focus on Problems View');
    const problems = page.locator('.markers-panel');
    await until('the missing properties', async () =>
      /Missing property "connection"[^]*Missing property "taskId"/.test(await problems.innerText()),
    );
    await shoot('json');
  });
});
