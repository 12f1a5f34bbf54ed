/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import axe, { type AxeResults } from 'axe-core';
import type { Frame, Locator } from 'playwright-core';
import type { TaskPlan } from '../../src/simulator/lifecycle';
import { addShop } from './addShop';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { exactly, PATIENCE_MS, until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const connection = 'Lamps';
const token = `SECRET${randomBytes(16).toString('hex')}`;
const hostile = [
  '<img src=x onerror="document.title=1">/one.png',
  '[run](command:workbench.action.quit) $(error)/two.png',
  "'; </script><h1>three</h1>.png",
];
const partial: TaskPlan = {
  ...{ queuedMs: 0, runningMs: 60_000, outcome: 'partial', files: 24, failures: 3 },
  sources: [...hostile, ...Array.from({ length: 21 }, (_, index) => `shelf/lamp-${index + 1}.png`)],
};

/** The editor's themes, and the class that it gives to the page. */
const themes = [
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
] as const;

// The panel that a task is opened in, as people use it: by keyboard and mouse, in a real VS Code.
describe('details of a task', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'details', () => window);
  let stage: Stage;
  let window: Workbench;
  let id = '';
  let other = '';

  before(async () => {
    stage = await setStage({ width: 1280, height: 900 });
    ({ window } = stage);
    stage.cloud.accounts.allow({ kind: 'access-token', token });
    await window.openActivity(container);
    await window.welcomeButton(view, 'Add Connection');
    await addShop(stage, { name: connection, token });
    id = stage.cloud.addTask('shoplazza', partial);
    other = stage.cloud.addTask('shoplazza', { queuedMs: 0, runningMs: 1_000, outcome: 'succeeded', files: 2 });
    await window.runCommand('Cloud Tasks: Track Task…');
    await window.quickInput.opened(`Track Task: ${connection}`);
    await window.quickInput.type(JSON.stringify([id, other]));
    await window.quickInput.accept();
    // The rows are revealed and selected when all is done.
    await window.treeRowsWhen(
      view,
      (rows) => rows.filter(({ icon }) => icon === 'sync~spin').length === 2 && rows.some(({ selected }) => selected),
    );
    await name(id, 'Winter lamps');
    await name(other, 'Summer lamps');
  });

  after(() => stage.stop());

  async function name(task: string, to: string): Promise<void> {
    const label = (await window.treeRows(view)).find((row) => row.label.startsWith(task.slice(0, 8)))?.label ?? '';
    await window.clickRow(view, label);
    await window.page.keyboard.press('F2');
    await window.quickInput.opened('Rename Task');
    await window.quickInput.type(to);
    await window.quickInput.accept();
    await window.treeRowsWhen(view, (rows) => rows.some((row) => row.label === to));
  }

  const press = (key: string) => window.page.keyboard.press(key);
  const page = () => window.webview();
  const heading = (text: string): Locator => page().locator('h1', { hasText: exactly(text) });
  const shows = (text: string) => heading(text).waitFor({ timeout: PATIENCE_MS });
  const tabs = () => window.page.locator('.tabs-container .tab .label-name').allTextContents();
  const files = () => page().locator('.rows .row');
  /** The files that are listed, top to bottom. */
  const listed = () =>
    files().evaluateAll((rows) =>
      rows
        .sort((one, next) => Number(one.getAttribute('aria-rowindex')) - Number(next.getAttribute('aria-rowindex')))
        .map((row) => row.querySelector('.source')?.textContent.trim() ?? ''),
    );
  const filesAre = (isWanted: (names: readonly string[]) => boolean) =>
    until('the files', async () => isWanted(await listed()));

  const shoot = (name: string) => keepPicture(window, `details-${name}`);

  it('stay closed with a click, and open with a double click', async () => {
    await window.clickRow(view, 'Winter lamps');
    await window.treeRowsWhen(view, (rows) => rows.some(({ label, selected }) => selected && label === 'Winter lamps'));
    // Whatever a click opens would have a tab by the time that another command was run.
    await window.runCommand('Cloud Tasks: Track Task…');
    await window.quickInput.opened(/^Track Task/);
    await window.quickInput.cancel();
    assert.deepEqual(await tabs(), []);
    await window.page
      .locator('.monaco-list .label-name', { hasText: exactly('Winter lamps') })
      .first()
      .dblclick();
    await shows('Winter lamps');
    await until('its files', async () => (await files().count()) > 10);
    await shoot('running');
  });

  it('follow the task while they are open', async () => {
    const bar = page().getByRole('progressbar');
    const percent = async () => Number(await bar.getAttribute('aria-valuenow'));
    for (let times = 1; times <= 4; times += 1) {
      const before = await percent();
      stage.passTime(12_000);
      await until('more progress', async () => (await percent()) > before);
    }
    await page().getByRole('heading', { name: 'Progress over time' }).waitFor();
    assert.match(await page().locator('figcaption').innerText(), /^From 0% at .* to \d+% at /);
    assert.match(await page().locator('.timeline').innerText(), /Tracking started[^]*running/i);
    await shoot('progress');
  });

  it('open with Enter in the same panel, unless it is pinned', async () => {
    await window.clickRow(view, 'Summer lamps');
    await press('Enter');
    await shows('Summer lamps');
    assert.equal((await tabs()).length, 1);
    await page().locator('vscode-toolbar-button[icon=pin]').click();
    await page().locator('vscode-toolbar-button[icon=pinned]').waitFor();
    await window.clickRow(view, 'Winter lamps');
    await press('Enter');
    await shows('Winter lamps');
    assert.deepEqual(await tabs(), ['Summer lamps', 'Winter lamps']);
    // The row has not been expanded, and the one of the connection is as it would be without the key.
    await window.clickRow(view, connection);
    await window.treeRowsWhen(view, (rows) => rows.length === 1);
    await press('Enter');
    await window.treeRowsWhen(view, (rows) => rows.length > 2);
  });

  it('show what failed first, and texts of others as text', async () => {
    stage.passTime(60_000);
    await page().locator('.headline', { hasText: '3 of 24 failed' }).waitFor({ timeout: PATIENCE_MS });
    await until('the failed files', async () => (await files().locator('.tone-bad').count()) === 3);
    const names = await listed();
    assert.deepEqual(names.slice(0, 3), ['shelf/lamp-5.png', 'shelf/lamp-13.png', 'shelf/lamp-21.png']);
    assert.deepEqual(names.slice(3, 6), hostile);
    assert.equal(await page().locator('img, .rows h1, .rows a').count(), 0);
    assert.notEqual(
      await page()
        .locator('html')
        .evaluate(({ ownerDocument }) => ownerDocument.title),
      '1',
    );
    await shoot('partial');
  });

  it('are found, filtered, sorted and copied by keyboard alone', async () => {
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // As the editor leaves it: the focus is in the page, before its first part.
    await window.runCommand('View: Focus Active Editor Group');
    const focused = () => innerFrame().then((frame) => frame.evaluate(focusedName));
    const tabTo = (name: string, key = 'Tab') =>
      until(`the focus on "${name}"`, async () => {
        if ((await focused()) === name) return true;
        await press(key);
        return (await focused()) === name;
      });
    await tabTo('All24');
    await press('ArrowRight');
    await filesAre((names) => names.length === 3);
    await press('ArrowLeft');
    await filesAre((names) => names.length === 24);
    await tabTo('Search files');
    await window.page.keyboard.type('LAMP-1');
    // Lamps 1 and 10 to 19.
    await filesAre((names) => names.length === 11);
    await tabTo('Source');
    await press('Enter');
    await filesAre((names) => names[0] === 'shelf/lamp-1.png' && names[10] === 'shelf/lamp-19.png');
    await press('Enter');
    await filesAre((names) => names[0] === 'shelf/lamp-19.png');
    await tabTo('Files', 'Shift+Tab');
    await press('ArrowDown');
    await press('ArrowDown');
    await page().locator('.row.selected', { hasText: 'lamp-18.png' }).waitFor();
    await press('Control+c');
    await until('the copied file', async () =>
      (await window.page.evaluate(() => navigator.clipboard.readText())).includes('shelf/lamp-18.png'),
    );
    await shoot('found');
  });

  it('are there after a reload', async () => {
    await window.reload();
    // The editor restores a panel only when the extension host has started.
    await heading('Winter lamps').waitFor({ timeout: 3 * PATIENCE_MS });
    await filesAre((names) => names.length > 0);
    assert.deepEqual(await tabs(), ['Summer lamps', 'Winter lamps']);
  });

  it('are opened by the command, with a task to pick', async () => {
    await window.runCommand('Cloud Tasks: Show Details');
    await window.quickInput.opened('Show Details');
    await window.quickInput.pick('Summer lamps');
    await shows('Summer lamps');
    assert.equal((await tabs()).length, 2);
  });

  for (const [theme, kind] of themes) {
    it(`have no serious fault of accessibility: ${theme}`, async () => {
      await window.setTheme(theme);
      await window.clickRow(view, 'Winter lamps');
      await press('Enter');
      await shows('Winter lamps');
      await page().locator(`body.${kind}`).waitFor({ timeout: PATIENCE_MS });
      await page().locator('summary').click();
      await page().locator('pre', { hasText: 'task_id' }).waitFor({ timeout: PATIENCE_MS });
      assert.deepEqual(await seriousFaults(await innerFrame()), []);
      await page().locator('summary').click();
      await shoot(kind);
    });
  }

  // 600 is what 1200 pixels are at a zoom of 200 %.
  for (const width of [848, 600]) {
    it(`fit into a window of ${width} pixels`, async () => {
      const { page: workbench } = window;
      const size = workbench.viewportSize();
      assert.ok(size);
      await workbench.setViewportSize({ ...size, width });
      const isNarrow = () =>
        page()
          .locator('html')
          .evaluate(({ clientWidth }, most) => clientWidth < most, width - 300);
      await until('a narrow page', isNarrow);
      const tooWide = await page()
        .locator('main, main > *, header *, .facts *, .history *')
        .evaluateAll((all) =>
          all
            .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth)
            .map(({ outerHTML }) => outerHTML.slice(0, 100)),
        );
      assert.deepEqual(tooWide, []);
      await shoot(`narrow-${width}`);
      await workbench.setViewportSize(size);
    });
  }

  it('of a failed task say why', async () => {
    await window.setTheme('Dark Modern');
    await window.startDemo();
    await window.runCommand('Cloud Tasks: Show Details');
    await window.quickInput.opened('Show Details');
    await window.quickInput.pick('Drive of the sales team');
    await shows('Drive of the sales team');
    const motion = () =>
      page()
        .locator('.bar.moving span')
        .evaluate((bar) => getComputedStyle(bar).animationName);
    assert.equal(await motion(), 'move');
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await motion(), 'none');
    await window.page.emulateMedia({ reducedMotion: null });
    const failed = 'Drive of the sales team failed';
    await until(
      'its end',
      async () => (await window.notifications()).some(({ message }) => message.startsWith(failed)),
      4 * PATIENCE_MS,
    );
    await window.clickNotification(failed, 'Show Details');
    await shows('Drive of the sales team');
    assert.match(await page().locator('.problem-bad').innerText(), /result code \d+/i);
    await shoot('failed');
  });

  it('show pictures only when the user has switched that on, and say when one cannot be loaded', async () => {
    const { page: workbench } = window;
    const fetched: string[] = [];
    await workbench.context().route('**/pictures/*', async (route) => {
      fetched.push(route.request().url());
      await (fetched.length === 1 ? route.continue() : route.fulfill({ status: 404 }));
    });
    await window.runCommand('Cloud Tasks: Show Details');
    await window.quickInput.opened('Show Details');
    await window.quickInput.pick('Summer catalog');
    await shows('Summer catalog');
    const select = async (place: number) => {
      await files().nth(place).click({ timeout: PATIENCE_MS });
      await page().locator('.selected-item').waitFor({ timeout: PATIENCE_MS });
    };
    await page().locator('.row .tone-good').first().waitFor({ timeout: 120_000 });
    await select(0);
    assert.equal(await page().locator('.selected-item img').count(), 0);
    assert.deepEqual(fetched, []);

    await switchPicturesOn();
    await shows('Summer catalog');
    await page().locator('.row .tone-good').first().waitFor({ timeout: PATIENCE_MS });
    await select(0);
    const picture = page().locator('.picture img');
    // It is fetched when it is in sight.
    await page().locator('.picture').scrollIntoViewIfNeeded();
    await until('the picture', () => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0));
    assert.match((await picture.getAttribute('alt')) ?? '', /^Preview of https:/);
    const complaint = page().getByText('This picture could not be loaded.');
    assert.equal(await complaint.isVisible(), false);
    await shoot('picture');
    await select(1);
    await complaint.waitFor({ timeout: PATIENCE_MS });
    assert.equal(fetched.length, 2);
    await shoot('broken-picture');
  });

  /** Switches previews on in the settings, and waits for the page to be made anew. */
  async function switchPicturesOn(): Promise<void> {
    const editor = window.page.locator('.settings-editor');
    const setting = editor.locator('.setting-item-bool', { hasText: 'Preview Pictures' });
    await window.runCommand('Preferences: Open User Settings');
    await editor.locator('.suggest-input-container.synthetic-focus').waitFor({ timeout: PATIENCE_MS });
    await window.page.keyboard.type('cloudTasks.details.previewPictures');
    await setting.locator('.setting-value-checkbox').click({ timeout: PATIENCE_MS });
    await page().locator('.selected-item').waitFor({ state: 'hidden', timeout: PATIENCE_MS });
    await window.closeOverlay();
  }

  /** The frame of the page, for what runs in it. */
  async function innerFrame(): Promise<Frame> {
    const html = await page().locator('html').elementHandle({ timeout: PATIENCE_MS });
    const frame = await html.ownerFrame();
    assert.ok(frame);
    return frame;
  }
});

/** What has the focus, by its name for screen readers. It runs in the page. */
function focusedName(): string {
  const outer = document.activeElement;
  const inner = outer?.shadowRoot?.activeElement ?? outer;
  return inner === null ? '' : (inner.getAttribute('aria-label') ?? inner.textContent.trim());
}

/** What axe-core finds to be serious or critical, with the elements. */
async function seriousFaults(frame: Frame): Promise<readonly string[]> {
  // Not as a script of the page: its content security policy allows none.
  await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { readonly axe: { run(): Promise<AxeResults> } };
    const { violations } = await inPage.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
