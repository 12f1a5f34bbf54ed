/// <reference lib="dom" />
// VS Code's workbench as a user sees it: what is on the screen, and what can be clicked and typed.
// Everything waits for the state that it needs; the selectors hold in VS Code 1.106 and 1.139.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { hoverText } from './hoverText';
import { Dialog, QuickInput } from './quickInput';
import type { Notification, StatusBarItem, TreeRow } from './shownParts';
import { appears, disappears, exactly, PATIENCE_MS, succeeds, until } from './waiting';

/** A window of VS Code. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly dialog: Dialog;

  constructor(readonly page: Page) {
    this.quickInput = new QuickInput(page);
    this.dialog = new Dialog(page);
  }

  /** Waits for the window after it was opened or reloaded. Extensions may still be starting. */
  async restored(): Promise<void> {
    await this.page
      .locator('.part.statusbar .statusbar-item')
      .first()
      .waitFor({ timeout: 3 * PATIENCE_MS });
    await this.page.locator('.part.activitybar .action-item').first().waitFor({ timeout: PATIENCE_MS });
  }

  /** Reloads the window as a user does. What only lives in the extension host's memory is gone afterwards. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load', { timeout: PATIENCE_MS });
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.restored();
  }

  /** Runs a command through the palette, by its whole title, such as `Cloud Tasks: Add Task`. */
  async runCommand(title: string): Promise<void> {
    const palette = this.quickInput.commandPalette;
    const entry = this.quickInput.row(title);
    // The palette lists what is known as it opens, and an extension may become known later. A window that is still
    // starting may also close the palette by taking the focus away.
    await until(`the command "${title}"`, async () => {
      await this.page.keyboard.press('F1');
      if (!(await succeeds(palette.fill(`>${title}`, { timeout: 2_000 })))) return false;
      if (await succeeds(entry.click({ timeout: 2_000 }))) return true;
      await this.page.keyboard.press('Escape');
      return false;
    });
    await palette.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  /** Leaves Restricted Mode. */
  async trustFolder(): Promise<void> {
    await this.runCommand('Workspaces: Manage Workspace Trust');
    const trust = this.page.locator('.workspace-trust-editor .monaco-button', { hasText: exactly('Trust') });
    await trust.click({ timeout: PATIENCE_MS });
    await this.statusBarLocator('Restricted Mode').waitFor({ state: 'hidden', timeout: PATIENCE_MS });
    await this.closeOverlay();
  }

  /** Closes the editor that VS Code may show over the others, such as the settings. */
  async closeOverlay(): Promise<void> {
    const block = this.page.locator('.monaco-modal-editor-block');
    await until('the editor closes', async () => {
      // An Escape too many leaves what is below, such as a walkthrough.
      if (!(await block.isVisible())) return true;
      const close = block.locator('.action-label.codicon-close').first();
      await ((await close.isVisible())
        ? close.click({ timeout: 2_000 }).catch(() => undefined)
        : this.page.keyboard.press('Escape'));
      return disappears(block, 5_000);
    });
  }

  // ---- Activity bar

  /** Shows the view container of that title in the side bar. */
  async openActivity(title: string): Promise<void> {
    const item = this.activity(title);
    const shown = this.page.locator('.part.sidebar .composite.title', { hasText: title });
    await item.waitFor({ timeout: PATIENCE_MS });
    // A click on the shown one hides the side bar, and a window that is being restored may be about to show it.
    await until(`the view container "${title}"`, async () => {
      if (!(await shown.isVisible()) && (await item.getAttribute('aria-expanded')) !== 'true') await item.click();
      return appears(shown, 1_000);
    });
  }

  /** Drags the edge of the side bar until it is that wide, in pixels. */
  async resizeSideBar(width: number): Promise<void> {
    const { x, y, ...size } = (await this.page.locator('.part.sidebar').boundingBox()) ?? {
      x: 0,
      y: 0,
      width,
      height: 0,
    };
    const { mouse } = this.page;
    await mouse.move(x + size.width + 2, y + size.height / 2);
    await mouse.down();
    await mouse.move(x + width + 2, y + size.height / 2, { steps: 5 });
    await mouse.up();
  }

  /** The text on the badge of a view container, or `undefined` where it shows none. */
  async badge(title: string): Promise<string | undefined> {
    const badge = this.activity(title).locator('.badge').first();
    return (await badge.isVisible()) ? ((await badge.textContent()) ?? '').trim() : undefined;
  }

  private activity(title: string): Locator {
    // A keybinding or the badge's tooltip may follow the title.
    const attributes = [
      `[aria-label=${JSON.stringify(title)}]`,
      ...['- ', '('].map((next) => `[aria-label^=${JSON.stringify(`${title} ${next}`)}]`),
    ];
    const label = attributes.map((attribute) => `.action-label${attribute}`);
    return this.page.locator(`.part.activitybar .action-item:has(${label.join(', ')})`).first();
  }

  // ---- Views and trees

  /** The rows of a view's tree that are on the screen, top to bottom. Empty while the tree is. */
  async treeRows(viewTitle: string): Promise<TreeRow[]> {
    const rows = await this.tree(viewTitle)
      .locator('.monaco-list-row')
      .evaluateAll((elements) =>
        elements.map((element) => {
          const text = (selector: string) => element.querySelector(selector)?.textContent.trim() ?? '';
          const expanded = element.getAttribute('aria-expanded');
          const icon = element.querySelector('.custom-view-tree-node-item-icon')?.className ?? '';
          return {
            top: element.getBoundingClientRect().top,
            row: {
              label: text('.label-name'),
              description: text('.label-description'),
              level: Number(element.getAttribute('aria-level')),
              expanded: expanded === null ? undefined : expanded === 'true',
              selected: element.getAttribute('aria-selected') === 'true',
              ariaLabel: element.getAttribute('aria-label') ?? '',
              icon:
                (/codicon-(?!colored|modifier)([\w-]+)/.exec(icon)?.[1] ?? '') +
                (icon.includes('codicon-modifier-spin') ? '~spin' : ''),
            },
          };
        }),
      );
    return rows.sort((one, other) => one.top - other.top).map(({ row }) => row);
  }

  /** Waits until the tree's rows are as wanted, and returns them. */
  async treeRowsWhen(viewTitle: string, isWanted: (rows: readonly TreeRow[]) => boolean): Promise<TreeRow[]> {
    let rows: TreeRow[] = [];
    await until(
      () => `the rows of "${viewTitle}", which has ${JSON.stringify(rows)},`,
      async () => isWanted((rows = await this.treeRows(viewTitle))),
    );
    return rows;
  }

  async clickRow(viewTitle: string, label: string): Promise<void> {
    await this.row(viewTitle, label).locator('.label-name').click({ timeout: PATIENCE_MS });
  }

  /** Expands a row, and waits for the rows below it, which come later. */
  async expandRow(viewTitle: string, label: string): Promise<void> {
    await this.toggleRow(viewTitle, label, true);
    await this.treeRowsWhen(viewTitle, (rows) => {
      const index = rows.findIndex((row) => row.label === label);
      return (rows[index + 1]?.level ?? 0) > (rows[index]?.level ?? Infinity);
    });
  }

  async collapseRow(viewTitle: string, label: string): Promise<void> {
    await this.toggleRow(viewTitle, label, false);
  }

  private async toggleRow(viewTitle: string, label: string, expanded: boolean): Promise<void> {
    const row = this.row(viewTitle, label);
    await row.waitFor({ timeout: PATIENCE_MS });
    if ((await row.getAttribute('aria-expanded')) !== String(expanded)) await row.locator('.monaco-tl-twistie').click();
    await row.and(this.page.locator(`[aria-expanded="${String(expanded)}"]`)).waitFor({ timeout: PATIENCE_MS });
  }

  /** Clicks one of the icons that a row shows under the mouse. */
  async rowAction(viewTitle: string, label: string, actionTitle: string): Promise<void> {
    const row = this.row(viewTitle, label);
    await row.hover({ timeout: PATIENCE_MS });
    await row
      .locator(`.actions .action-label[aria-label^=${JSON.stringify(actionTitle)}]`)
      .click({ timeout: PATIENCE_MS });
  }

  /** The text that appears when the mouse rests on a row. */
  async rowTooltip(viewTitle: string, label: string): Promise<string> {
    return hoverText(this.page, this.row(viewTitle, label).locator('.label-name'));
  }

  /** The text that appears when the mouse rests on an item of the status bar. */
  async statusBarTooltip(idOrText: string | RegExp): Promise<string> {
    return hoverText(this.page, this.statusBarLocator(idOrText).locator('.statusbar-item-label'));
  }

  /** Opens a row's context menu and chooses from it. */
  async contextMenu(viewTitle: string, label: string, action: string): Promise<void> {
    await this.openContextMenu(viewTitle, label);
    const item = this.menuItems().filter({ hasText: exactly(action) });
    // A menu that has just opened ignores clicks, so that the click that opened it chooses nothing.
    await until(`the menu to take "${action}"`, async () => {
      await item.click({ timeout: PATIENCE_MS });
      return disappears(this.menu(), 500);
    });
  }

  /** The titles in a row's context menu. */
  async contextMenuItems(viewTitle: string, label: string): Promise<string[]> {
    await this.openContextMenu(viewTitle, label);
    const titles = await this.menuItems().locator('.action-label').allTextContents();
    await this.page.keyboard.press('Escape');
    await this.menu().waitFor({ state: 'hidden', timeout: PATIENCE_MS });
    return titles.map((title) => title.trim());
  }

  /** Clicks an icon in a view's title. */
  async viewAction(viewTitle: string, actionTitle: string): Promise<void> {
    const pane = this.pane(viewTitle);
    await pane.hover({ timeout: PATIENCE_MS });
    const action = `.action-label[aria-label^=${JSON.stringify(actionTitle)}]`;
    // The only view of a container shows its actions in the container's title.
    const place = pane.locator(`> .pane-header ${action}`).or(this.page.locator(`.part.sidebar > .title ${action}`));
    await place.filter({ visible: true }).first().click({ timeout: PATIENCE_MS });
  }

  /** What an empty view shows instead of rows: its message, or its welcome text with the titles of its buttons. */
  async viewText(viewTitle: string): Promise<string> {
    const texts = this.pane(viewTitle).locator('.message, .welcome-view-content').filter({ visible: true });
    return (await texts.allInnerTexts()).join('\n').trim();
  }

  /** Clicks a button or link of a view's welcome text. */
  async welcomeButton(viewTitle: string, title: string): Promise<void> {
    const buttons = this.pane(viewTitle).locator('.welcome-view-content').locator('.monaco-button, a');
    await buttons
      .filter({ hasText: exactly(title) })
      .first()
      .click({ timeout: PATIENCE_MS });
  }

  /**
   * Starts the demo, and waits until that has ended: it moves the focus to the view at last, which closes whatever list or box
   * was opened meanwhile.
   */
  async startDemo(start: () => Promise<unknown> = () => this.runCommand('Cloud Tasks: Start Demo')): Promise<void> {
    await start();
    await this.page.locator('.customview-tree:focus-within').first().waitFor({ timeout: PATIENCE_MS });
  }

  private pane(viewTitle: string): Locator {
    const title = this.page.locator('.pane-header .title', { hasText: exactly(viewTitle) });
    return this.page.locator('.pane').filter({ has: title }).first();
  }

  private tree(viewTitle: string): Locator {
    return this.page.locator(`.customview-tree [role="tree"][aria-label=${JSON.stringify(viewTitle)}]`).first();
  }

  private row(viewTitle: string, label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.tree(viewTitle).locator('.monaco-list-row').filter({ has: name }).first();
  }

  private async openContextMenu(viewTitle: string, label: string): Promise<void> {
    await this.row(viewTitle, label).locator('.label-name').click({ button: 'right', timeout: PATIENCE_MS });
    await this.menuItems().first().waitFor({ timeout: PATIENCE_MS });
  }

  private menu(): Locator {
    return this.page.locator('.monaco-menu-container .monaco-menu').first();
  }

  private menuItems(): Locator {
    return this.menu().locator('.action-menu-item');
  }

  // ---- Status bar

  /** The status bar item with that id (of the item, or with the extension's id before it) or text; `undefined` if hidden. */
  async statusBarItem(idOrText: string | RegExp): Promise<StatusBarItem | undefined> {
    const item = this.statusBarLocator(idOrText);
    if (!(await item.isVisible())) return undefined;
    const text = (await item.locator('.statusbar-item-label').textContent()) ?? '';
    return { text: text.trim(), ariaLabel: (await item.getAttribute('aria-label')) ?? '' };
  }

  async clickStatusBarItem(idOrText: string | RegExp): Promise<void> {
    await this.statusBarLocator(idOrText).locator('.statusbar-item-label').click({ timeout: PATIENCE_MS });
  }

  private statusBarLocator(idOrText: string | RegExp): Locator {
    const items = this.page.locator('.part.statusbar .statusbar-item');
    const byText = items.filter({ hasText: idOrText });
    if (typeof idOrText !== 'string') return byText.first();
    const id = [`[id=${JSON.stringify(idOrText)}]`, `[id$=${JSON.stringify(`.${idOrText}`)}]`].join(', ');
    return items.and(this.page.locator(id)).or(byText).first();
  }

  // ---- Notifications

  /** The notifications that are popped up, newest first. */
  async notifications(): Promise<Notification[]> {
    return this.toasts().evaluateAll((elements) =>
      elements.map((element) => {
        const icon = element.querySelector('.notification-list-item-icon')?.className ?? '';
        const buttons = element.querySelectorAll('.notification-list-item-buttons-container .monaco-text-button');
        return {
          severity: icon.includes('codicon-error') ? 'error' : icon.includes('codicon-warning') ? 'warning' : 'info',
          message: element.querySelector('.notification-list-item-message')?.textContent.trim() ?? '',
          buttons: Array.from(buttons, (button) => button.textContent.trim()),
        };
      }),
    );
  }

  /** Waits for a notification whose message has that text. */
  async notification(message: string | RegExp): Promise<Notification> {
    const isMeant = ({ message: text }: Notification) =>
      typeof message === 'string' ? text.includes(message) : message.test(text);
    let found: Notification | undefined;
    await until(`a notification "${String(message)}"`, async () => {
      found = (await this.notifications()).find(isMeant);
      return found !== undefined;
    });
    if (!found) throw new Error('unreachable');
    return found;
  }

  /** Clicks a button of the notification whose message has that text, and waits until it is gone. */
  async clickNotification(message: string | RegExp, button: string): Promise<void> {
    const toast = this.toast(message);
    await toast.locator('.monaco-text-button', { hasText: exactly(button) }).click({ timeout: PATIENCE_MS });
    await toast.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  async dismissNotification(message: string | RegExp): Promise<void> {
    const toast = this.toast(message);
    await toast.hover({ timeout: PATIENCE_MS });
    await toast.locator('.codicon-notifications-clear').click({ timeout: PATIENCE_MS });
    await toast.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  private toasts(): Locator {
    return this.page.locator('.notifications-toasts .notification-toast');
  }

  private toast(message: string | RegExp): Locator {
    const text = this.page.locator('.notification-list-item-message', { hasText: message });
    return this.toasts().filter({ has: text }).first();
  }

  // ---- Editors

  /** The lines of the active text editor that are on the screen. */
  async activeEditorText(): Promise<string> {
    const editor = this.page.locator('.editor-group-container.active .editor-instance .view-lines').first();
    await editor.waitFor({ timeout: PATIENCE_MS });
    const lines = await editor
      .locator('.view-line')
      .evaluateAll((elements) =>
        elements.map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent })),
      );
    return lines
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** The title of the active editor's tab. */
  async activeEditorTitle(): Promise<string> {
    const tab = this.page.locator('.editor-group-container.active .tab.active .label-name').first();
    return ((await tab.textContent({ timeout: PATIENCE_MS })) ?? '').trim();
  }

  /** The content of the visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** Changes the color theme, by its name in the picker, such as `Dark Modern`. */
  async setTheme(name: string): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.pick(name);
    await this.quickInput.closed();
  }

  /** Takes a picture of the window. */
  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path, animations: 'disabled' });
  }
}
