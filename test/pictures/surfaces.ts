/// <reference lib="dom" />
// What the pictures show: each surface, from what leads to it until it is gone again.
import { statusBarId } from '../../src/ids';
import { appears, until } from '../journey/waiting';
import type { Workbench } from '../journey/workbench';
import type { Titles } from './titles';

/** Where a picture is taken. */
export interface Scene {
  readonly window: Workbench;
  readonly titles: Titles;
  /** Takes the picture; of an element and what lies over it when a selector is given, else of the window. */
  readonly take: (name: string, selector?: string) => Promise<void>;
}

/** The width that the side bar has until the user drags its edge (px). */
const defaultWidth = 300;
const narrowWidth = 200;

const sideBar = '.part.sidebar';

/** An extension without connections. */
export async function takeWelcome({ window, take }: Scene): Promise<void> {
  await window.page.locator('.part.sidebar .welcome-view-content .monaco-button').first().waitFor();
  // The icon of the view container has the focus, and with that its tooltip.
  await window.page.locator('.part.sidebar .composite.title').click();
  await window.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  await take('welcome', sideBar);
}

/** The tree with the demo's tasks, what opens over it, and the status bar. */
export async function takeTree(scene: Scene): Promise<void> {
  const { window, titles, take } = scene;
  const { view } = titles;
  const { page } = window;
  await window.resizeSideBar(defaultWidth);
  const failed = titles.text('Drawings of line 3');
  const running = titles.text('Drawings of line 2');
  await window.treeRowsWhen(view, (rows) => rows.some(({ label }) => label === failed));
  await window.expandRow(view, failed);
  await window.clickRow(view, running);
  await page.locator('.part.titlebar').hover();
  await take('tree', sideBar);

  const tooltip = page.locator('.monaco-hover:visible .hover-contents', { hasText: '%' });
  // The row may be drawn again under the mouse, and a hover ends with that.
  await until('the tooltip', async () => {
    await page.locator('.part.titlebar').hover();
    await page.locator('.label-name', { hasText: running }).first().hover();
    return appears(tooltip.first(), 5_000);
  });
  await take('tooltip');
  await page.locator('.part.titlebar').hover();
  await tooltip.first().waitFor({ state: 'hidden' });

  await page.locator('.label-name', { hasText: running }).first().click({ button: 'right' });
  await page.locator('.monaco-menu .action-menu-item').first().waitFor();
  await take('menu');
  await page.keyboard.press('Escape');

  await window.resizeSideBar(narrowWidth);
  await page.locator('.part.titlebar').hover();
  await take('tree-narrow', sideBar);
  await window.resizeSideBar(defaultWidth);
}

/** The details of a task with failed files. */
export async function takeDetails(scene: Scene): Promise<void> {
  const { window, titles, take } = scene;
  await run(scene, 'showDetails');
  await until('the list', () => window.quickInput.isOpen());
  await window.quickInput.pick(titles.text('Drawings of line 3'));
  await window.webview().locator('.rows .row').first().waitFor({ timeout: 60_000 });
  await take('details');
  await window.page.keyboard.press('Control+w');
}

/** The tree by state, with a filter. */
export async function takeArranged(scene: Scene): Promise<void> {
  const { window, titles, take } = scene;
  await run(scene, 'groupBy');
  await until('the list', () => window.quickInput.isOpen());
  await window.quickInput.pick(titles.text('State'));
  await window.quickInput.closed();
  await run(scene, 'filter');
  await until('the filter', () => window.quickInput.isOpen());
  await window.quickInput.type(titles.text('Drawings of line 3').slice(0, 4));
  const hidden = titles.text('Trailer');
  await window.treeRowsWhen(titles.view, (rows) => !rows.some(({ label }) => label === hidden));
  await take('filter');
  await window.quickInput.accept();
  await window.page.locator('.part.titlebar').hover();
  await take('tree-by-state', sideBar);
  await run(scene, 'clearFilter');
  await run(scene, 'groupBy');
  await window.quickInput.pick(titles.text('Service'));
  await window.quickInput.closed();
}

/** The live list behind the status-bar item. */
export async function takeTaskList({ window, take }: Scene): Promise<void> {
  await window.clickStatusBarItem(statusBarId);
  await until('the list', () => window.quickInput.isOpen());
  await take('task-list');
  await window.quickInput.cancel();
}

/** The first step of Add Connection. */
export async function takeWizard(scene: Scene): Promise<void> {
  const { window, titles, take } = scene;
  await run(scene, 'addConnection');
  await window.quickInput.opened(titles.text('Add Connection'));
  await take('add-connection');
  await window.quickInput.cancel();
}

/** The tree while polling is paused. */
export async function takePaused(scene: Scene): Promise<void> {
  const { window, titles, take } = scene;
  await run(scene, 'pausePolling');
  await window.treeRowsWhen(titles.view, (rows) => rows.some(({ icon }) => icon === 'debug-pause'));
  await window.page.locator('.part.titlebar').hover();
  await take('paused');
  await run(scene, 'resumePolling');
  // Before the window is opened again with another theme.
  await until('polling', async () => (await window.viewText(titles.view)) === '');
}

/** The demo's notifications, where there are some. */
export async function takeNotifications({ window, take }: Scene): Promise<void> {
  if (await appears(window.page.locator('.notifications-toasts .notification-toast').first(), 1_000)) {
    await take('notifications');
  }
}

/** Runs a command of the palette, which lists each by its English title, too. @param name without the prefix */
export async function run({ window, titles }: Pick<Scene, 'window' | 'titles'>, name: string): Promise<void> {
  const { page, quickInput } = window;
  const title = titles.command(name);
  await until(`the command "${title}"`, async () => {
    await page.keyboard.press('F1');
    // A page that is being closed takes the key.
    if (!(await appears(page.locator('.quick-input-widget .quick-input-box input'), 2_000))) {
      return false;
    }
    await quickInput.type(`>${title}`);
    const first = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    if (await appears(first, 2_000)) {
      await first.click();
      return true;
    }
    await quickInput.cancel();
    return false;
  });
}
