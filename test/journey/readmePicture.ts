/// <reference lib="dom" />
import { writeFile } from 'node:fs/promises';
import { toSmallPng } from './smallPng';
import { until } from './waiting';
import type { Workbench } from './workbench';

// The demo's task that ends with failures, after about 75 s.
const task = 'Drawings of line 3';
const patienceMs = 120_000;

/** Takes the README's picture of the demo that runs in that window: a task that has just ended, with what failed of it and its details. */
export async function takeReadmePicture(window: Workbench, view: string): Promise<void> {
  await window.resizeSideBar(430);
  await window.runCommand('Cloud Tasks: Show Details');
  await window.quickInput.opened('Show Details');
  await window.quickInput.pick(task);
  const details = window.webview();
  await details.locator('h1', { hasText: task }).waitFor();
  // What this browser host adds to the status bar is in nobody's desktop.
  await window.page.addStyleTag({
    content:
      '[id="status.keyboardLayout"], [id*="forwardedPorts"], [id*="keyboardLayout"] { display: none !important }',
  });
  await until(
    'the task to end',
    async () => {
      const notifications = await window.notifications();
      for (const { message } of notifications.filter((each) => !each.message.startsWith(task))) {
        await window.dismissNotification(message).catch(() => undefined);
      }
      return notifications.some(({ message }) => message.startsWith(task));
    },
    patienceMs,
  );
  await window.clickRow(view, task);
  await window.expandRow(view, task);
  await window.treeRowsWhen(view, (rows) => rows.filter(({ level }) => level === 3).length === 3);
  await details.locator('.headline', { hasText: '3 of 24 failed' }).waitFor();
  await window.page.locator('.part.titlebar').hover();
  const png = await window.page.screenshot({ animations: 'disabled' });
  await writeFile('media/screenshot.png', await toSmallPng(png, window.page.context()));
}
