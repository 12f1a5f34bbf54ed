/// <reference lib="dom" />
// VS Code's input boxes, quick picks and dialogs.
import type { Locator, Page } from 'playwright-core';
import { exactly, PATIENCE_MS, succeeds } from './waiting';

export interface QuickInputRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The heading above the row, where there is one. */
  readonly separator: string;
  readonly checked: boolean | undefined;
}

/** Input boxes and quick picks: VS Code shows one at a time, in the same place. */
export class QuickInput {
  readonly commandPalette: Locator;
  private readonly widget: Locator;
  private readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget').filter({ visible: true }).first();
    this.input = this.widget.locator('.quick-input-box input').first();
    this.commandPalette = this.widget.locator('input[placeholder^="Type the name of a command"]');
  }

  /** Waits for an input with that title (or placeholder, where it has no title). */
  async opened(title: string | RegExp): Promise<void> {
    const byTitle = this.widget.locator('.quick-input-title', { hasText: title });
    const byPlaceholder = this.widget.getByPlaceholder(title);
    await byTitle.or(byPlaceholder).filter({ visible: true }).first().waitFor({ timeout: PATIENCE_MS });
  }

  async closed(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  async isOpen(): Promise<boolean> {
    return this.widget.isVisible();
  }

  /** Empty where it shows none. */
  async title(): Promise<string> {
    const title = this.widget.locator('.quick-input-title');
    return (await title.isVisible()) ? ((await title.textContent()) ?? '').trim() : '';
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder', { timeout: PATIENCE_MS })) ?? '';
  }

  async value(): Promise<string> {
    return this.input.inputValue({ timeout: PATIENCE_MS });
  }

  /** Whether what is typed is hidden behind dots. */
  async isPassword(): Promise<boolean> {
    return (await this.input.getAttribute('type', { timeout: PATIENCE_MS })) === 'password';
  }

  /** The line below the box: the prompt, or what is wrong with the value. */
  async message(): Promise<string> {
    const message = this.widget.locator('.quick-input-message');
    return (await message.isVisible()) ? ((await message.textContent()) ?? '').trim() : '';
  }

  /** Waits until the value is found wrong, and returns why. */
  async validationMessage(): Promise<string> {
    await this.widget.locator('.monaco-inputbox:is(.error, .warning, .info)').waitFor({ timeout: PATIENCE_MS });
    return this.message();
  }

  /** The entries of a quick pick that are on the screen. */
  async rows(): Promise<QuickInputRow[]> {
    return this.widget.locator('.quick-input-list .monaco-list-row').evaluateAll((elements) =>
      elements.map((element) => {
        const text = (selector: string) => element.querySelector(selector)?.textContent.trim() ?? '';
        const checked = element.getAttribute('aria-checked');
        return {
          label: text('.quick-input-list-row .label-name'),
          description: text('.quick-input-list-row .label-description'),
          detail: text('.quick-input-list-label-meta'),
          separator: text('.quick-input-list-separator'),
          checked: checked === null ? undefined : checked === 'true',
        };
      }),
    );
  }

  /** The entry with exactly that label. */
  row(label: string): Locator {
    const name = this.page.locator('.quick-input-list-row:first-child .label-name', { hasText: exactly(label) });
    return this.widget.locator('.quick-input-list .monaco-list-row').filter({ has: name }).first();
  }

  /** Replaces what is typed. */
  async type(text: string): Promise<void> {
    await this.input.fill(text, { timeout: PATIENCE_MS });
  }

  /** Chooses an entry; in a list of check boxes, it changes the entry's. */
  async pick(label: string): Promise<void> {
    const row = this.row(label);
    if (await succeeds(row.click({ timeout: 3_000 }))) return;
    // A long list is only there in part, and the rows of a live one move: typing leaves the entry alone.
    await this.type(label);
    await row.click({ timeout: PATIENCE_MS });
  }

  async accept(): Promise<void> {
    await this.input.press('Enter', { timeout: PATIENCE_MS });
  }

  async cancel(): Promise<void> {
    // An Escape that comes too late, or twice, leaves what is below.
    await this.input.waitFor({ timeout: PATIENCE_MS });
    await this.input.press('Escape', { timeout: PATIENCE_MS });
  }

  async back(): Promise<void> {
    await this.widget.locator('.codicon-quick-input-back').click({ timeout: PATIENCE_MS });
  }

  /** Clicks a button in the title or behind the box. */
  async button(title: string): Promise<void> {
    const selector = `.action-label[aria-label^=${JSON.stringify(title)}]`;
    await this.widget
      .locator(':is(.quick-input-titlebar, .quick-input-header)')
      .locator(selector)
      .click({ timeout: PATIENCE_MS });
  }
}

/** The question that blocks the window until it is answered. */
export class Dialog {
  private readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a dialog and returns its question and the text below it. */
  async text(): Promise<{ message: string; detail: string }> {
    await this.box.waitFor({ timeout: PATIENCE_MS });
    const text = async (selector: string) => {
      const part = this.box.locator(selector).first();
      return (await part.count()) > 0 ? (await part.innerText()).trim() : '';
    };
    const detail = await text('.dialog-message-detail');
    const message = await text('.dialog-message');
    // Without a detail, VS Code puts the question where the detail would be.
    return message === '' ? { message: detail, detail: '' } : { message, detail };
  }

  /** The button that Enter presses. */
  async focusedButton(): Promise<string> {
    return (await this.box.locator('.monaco-button:focus').innerText({ timeout: PATIENCE_MS })).trim();
  }

  async click(button: string): Promise<void> {
    await this.box.locator('.monaco-button', { hasText: exactly(button) }).click({ timeout: PATIENCE_MS });
    await this.box.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }
}
