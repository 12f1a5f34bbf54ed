import type { Workbench } from './workbench';

/** Takes the README's picture of the demo that runs in that window. */
export async function takeReadmePicture(window: Workbench, view: string): Promise<void> {
  await window.treeRowsWhen(view, (rows) => rows.length > 0);
  await window.screenshot('media/screenshot.png');
}
