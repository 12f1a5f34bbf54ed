import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { exactly, PATIENCE_MS, until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const walkthrough = 'Get started with Cloud Tasks';
const steps = ['Connect an account', 'Track a task', 'Watch its progress', 'Get notified when it ends'];

// The first page of a newcomer: what each of its buttons leads to, and that it notices what has been done.
describe('the walkthrough', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'walkthrough', () => window);
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    stage = await setStage({ width: 1280, height: 800 });
    ({ window } = stage);
    await open(window, walkthrough);
  });

  after(() => stage.stop());

  async function open(inWindow: Workbench, title: string): Promise<void> {
    await inWindow.runCommand('Welcome: Open Walkthrough...');
    await inWindow.quickInput.opened('Select a walkthrough to open');
    await inWindow.quickInput.pick(title);
    await inWindow.quickInput.closed();
  }

  const step = (title: string): Locator =>
    window.page.locator('.getting-started-step', { has: window.page.locator('h3', { hasText: exactly(title) }) });

  /** Shows the text of a step, of a walkthrough that an Escape may have left: then its steps are still there, but disabled. */
  async function expand(title: string): Promise<void> {
    await until(`the step "${title}"`, async () => {
      if (!(await step(title).isEnabled())) await open(window, walkthrough);
      else if ((await step(title).getAttribute('aria-expanded')) === 'true') return true;
      else
        await step(title)
          .locator('h3')
          .click({ timeout: 2_000 })
          .catch(() => undefined);
      return false;
    });
  }

  /** Clicks a button or a link of a step. */
  async function follow(title: string, link: string): Promise<void> {
    await expand(title);
    const links = step(title).locator('.monaco-button, a.monaco-link');
    await links.filter({ hasText: exactly(link) }).click({ timeout: PATIENCE_MS });
  }

  const isDone = async (title: string): Promise<boolean> =>
    (await step(title).getByRole('checkbox').getAttribute('aria-checked')) === 'true';
  const completes = (title: string) => until(`"${title}" to complete`, () => isDone(title));

  /** Waits for the input that a button leads to, and leaves it. */
  async function asks(title: string | RegExp): Promise<void> {
    await window.quickInput.opened(title);
    await window.quickInput.cancel();
    await window.quickInput.closed();
  }

  it('has four steps, each with a picture', async () => {
    assert.deepEqual(await window.page.locator('.getting-started-step h3').allTextContents(), steps);
    for (const title of steps) {
      await expand(title);
      // Where the side bar leaves little room, the editor shows none.
      await window.webview().locator('svg').waitFor({ timeout: PATIENCE_MS });
      assert.equal(await isDone(title), false, title);
    }
  });

  it('leads to a connection, by the form or by a curl command', async () => {
    await follow('Connect an account', 'Add Connection');
    await asks('Add Connection: Service (');
    await follow('Connect an account', 'Paste a curl command');
    await asks(/^New Provider/);
    assert.equal(await isDone('Connect an account'), false);
  });

  it('leads to the demo, which completes what it shows', async () => {
    await window.startDemo(() => follow('Connect an account', 'Start the demo'));
    await completes('Connect an account');
    await completes('Track a task');
  });

  it('leads to the tasks of a service', async () => {
    await follow('Track a task', 'Track Task');
    await asks(/^Track Task/);
    await follow('Track a task', 'Browse Tasks');
    await asks(/^Browse Tasks/);
  });

  it('leads to the list of all tasks', async () => {
    await follow('Watch its progress', 'Show Tasks');
    await asks('Select a task to show its details');
    await completes('Watch its progress');
  });

  it('leads to the setting of notifications, and to a wait', async () => {
    const ending = 'Get notified when it ends';
    await follow(ending, 'Choose What Notifies');
    const setting = window.page.locator('.settings-editor .setting-item-label', { hasText: exactly('Notifications') });
    await setting.first().waitFor({ timeout: PATIENCE_MS });
    await window.closeOverlay();
    await expand(ending);
    assert.equal(await isDone(ending), false);
    await follow(ending, 'Wait for Task');
    await asks(/^Wait for Task/);
    await completes(ending);
  });

  it('is in Chinese where the editor is', async () => {
    const chinese = await stage.openAnother({ initScript: stage.localeScript('zh-cn') });
    await open(chinese, 'Cloud Tasks 入门');
    const titles = chinese.page.locator('.getting-started-step h3');
    await titles.first().waitFor({ timeout: PATIENCE_MS });
    assert.deepEqual(await titles.allTextContents(), ['连接账号', '跟踪任务', '查看进度', '结束时接收通知']);
    await chinese.openActivity(container);
    await until('the tree', async () => (await chinese.treeRows(view)).length > 0);
  });
});
