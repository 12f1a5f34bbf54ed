import type { Locator, Page } from 'playwright-core';
import { appears, PATIENCE_MS, until } from './waiting';

/** The text that appears when the mouse rests on an element. */
export async function hoverText(page: Page, element: Locator): Promise<string> {
  // The editor says "Loading..." until the extension has made the tooltip.
  const hovers = page.locator('.monaco-hover:visible .hover-contents').filter({ hasNotText: /^\s*Loading\.\.\.\s*$/ });
  const hover = hovers.first();
  const leave = () => page.locator('.part.editor').hover({ force: true });
  // The mouse may rest where it clicked before, and have a hover there.
  await leave();
  await hover.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  await until('the hover', async () => {
    await element.hover({ timeout: PATIENCE_MS });
    if (await appears(hover, 3_000)) return true;
    // A row that is drawn anew meanwhile shows none.
    await leave();
    return false;
  });
  const text = await hover.innerText();
  await leave();
  await hover.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  return text.trim();
}
