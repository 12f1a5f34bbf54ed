import { mkdir } from 'node:fs/promises';
import type { Suite } from 'mocha';
import type { Workbench } from './workbench';

/**
 * Takes a picture of the window whenever a test of this `describe` fails, as `test-results/<name>-failed.png`.
 * @param window the window by then; undefined where it could not be opened
 */
export function pictureFailures(suite: Suite, name: string, window: () => Workbench | undefined): void {
  suite.afterEach(async function () {
    if (this.currentTest?.isFailed()) {
      await mkdir('test-results', { recursive: true });
      await window()?.screenshot(`test-results/${name}-failed.png`);
    }
  });
}

/** Keeps a picture of the window to look at, where `CLOUD_TASKS_PICTURES` names a folder for them. */
export async function keepPicture(window: Workbench, name: string): Promise<void> {
  const folder = process.env['CLOUD_TASKS_PICTURES'];
  if (folder !== undefined) {
    await window.screenshot(`${folder}/${name}.png`);
  }
}
