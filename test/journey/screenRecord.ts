/// <reference lib="dom" />
// A window that starts may show for a moment what is not true: only a permanent observer sees it.
import type { Page } from 'playwright-core';

/** All texts that were on the screen since the window was loaded, each once, oldest first. */
export interface ScreenRecord {
  /** Welcome texts and messages of the views. */
  readonly viewTexts: readonly string[];
  /** Label and description of each row of the trees. */
  readonly rows: readonly string[];
  /** Texts of the items of the status bar, with their ids. */
  readonly statusBar: readonly string[];
}

/** Runs in the page before VS Code does. */
export const screenRecorder = `(() => {
  const record = (globalThis.screenRecord = { viewTexts: [], rows: [], statusBar: [] });
  const note = (list, text) => {
    const plain = text.replaceAll('\\u00a0', ' ').trim();
    if (plain !== '' && !list.includes(plain)) list.push(plain);
  };
  const isShown = (element) => element.checkVisibility();
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  new MutationObserver(() => {
    for (const text of all('.pane .message, .pane .welcome-view-content')) note(record.viewTexts, text.innerText);
    for (const row of all('.customview-tree .monaco-list-row')) {
      const part = (selector) => row.querySelector(selector)?.textContent ?? '';
      note(record.rows, part('.label-name') + ' | ' + part('.label-description'));
    }
    for (const item of all('.part.statusbar .statusbar-item')) note(record.statusBar, item.id + ': ' + item.textContent);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
})();`;

/** What was on the screen since the window was loaded. */
export function screenRecord(page: Page): Promise<ScreenRecord> {
  return page.evaluate(() => (globalThis as unknown as { readonly screenRecord: ScreenRecord }).screenRecord);
}
