import type { Browser, Page } from 'playwright-core';
import { PATIENCE_MS } from './waiting';
import { Workbench } from './workbench';

export interface WorkbenchOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Runs in the page before VS Code does, such as the `localeScript` of `scripts/host/server.mjs`. */
  readonly initScript?: string;
  /** What the browser says it is; VS Code takes the platform's keys from it. */
  readonly userAgent?: string;
}

/** Opens VS Code at that address, in a browser profile of its own, and waits until the window is restored. */
export async function openWorkbench(
  browser: Browser,
  url: string,
  { viewport = { width: 1280, height: 800 }, initScript, userAgent }: WorkbenchOptions = {},
): Promise<Workbench> {
  const context = await browser.newContext({ viewport, ...(userAgent === undefined ? {} : { userAgent }) });
  if (initScript !== undefined) await context.addInitScript(initScript);
  return openWindow(await context.newPage(), url);
}

/** Opens VS Code in an existing page: a second page of the same context is a second window of the same user. */
export async function openWindow(page: Page, url: string): Promise<Workbench> {
  page.setDefaultTimeout(PATIENCE_MS);
  page.setDefaultNavigationTimeout(3 * PATIENCE_MS);
  // VS Code asks whether to leave, which no test answers.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await page.goto(url);
  const workbench = new Workbench(page);
  await workbench.restored();
  return workbench;
}
