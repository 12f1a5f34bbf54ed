/// <reference lib="dom" />
// A notification leaves after some seconds, so only a permanent observer knows whether one came twice.
import type { Page } from 'playwright-core';

/** Runs in the page before VS Code does, and notes each notification that pops up. */
export const notificationRecorder = `(() => {
  const seen = (globalThis.notificationsSeen = []);
  const texts = new WeakMap();
  new MutationObserver(() => {
    for (const toast of document.querySelectorAll('.notifications-toasts .notification-toast')) {
      const text = toast.querySelector('.notification-list-item-message')?.textContent.trim();
      if (text && texts.get(toast) !== text) {
        texts.set(toast, text);
        seen.push(text);
      }
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();`;

/** The texts of all notifications since the window was loaded, oldest first. */
export function notificationsSeen(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as { notificationsSeen?: string[] }).notificationsSeen ?? []);
}
