import assert from 'node:assert/strict';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const task = 'Night shift';

// In the demo, whose services cancel tasks as the real ones do.
describe('a task that is muted, canceled, pinned and exported', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'finished', () => window);
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    stage = await setStage({ width: 1200, height: 900 });
    ({ window } = stage);
    await window.openActivity(container);
    await window.startDemo();
    await rowSays(/queued/);
  });

  after(() => stage.stop());

  const shoot = (name: string) => keepPicture(window, name);

  /** Waits until the description of the task's row is as wanted. */
  async function rowSays(form: RegExp): Promise<void> {
    await window.treeRowsWhen(view, (rows) =>
      rows.some(({ label, description }) => label === task && form.test(description)),
    );
  }

  it('has all of that in its menu, and Mute in its row', async () => {
    // A row that is drawn anew meanwhile closes its menu.
    let items: readonly string[] = [];
    await until(
      'the menu',
      async () => {
        items = await window.contextMenuItems(view, task).catch(() => []);
        return items.length > 0;
      },
      60_000,
    );
    for (const item of ['Export…', 'Mute', 'Pin in History', 'Cancel Task…']) {
      assert.ok(items.includes(item), `${item} in ${items.join(', ')}`);
    }
    await window.contextMenu(view, task, 'Mute');
    await rowSays(/^queued · muted$/);
    await window.contextMenu(view, task, 'Pin in History');
    await rowSays(/^queued · muted · pinned$/);
    assert.match(await window.rowTooltip(view, task), /Muted: no notification when it ends\.[^]*Pinned: it stays/);
    await shoot('finished-marks');
  });

  it('is canceled after a question, which says what would be', async () => {
    await window.contextMenu(view, task, 'Cancel Task…');
    const { message, detail } = await window.dialog.text();
    assert.match(message, /^Cancel the task Night shift of .+\?$/);
    assert.match(detail, /cannot be undone/);
    // As in the editor's own questions before it deletes: Enter does it, Escape does not.
    assert.equal(await window.dialog.focusedButton(), 'Cancel Task');
    await shoot('finished-question');
    await window.dialog.click('Cancel Task');
    await rowSays(/^canceled · .*muted · pinned$/);
    const texts = (await window.notifications()).map((each) => each.message);
    assert.deepEqual(
      texts.filter((text) => text.includes(task) && !text.startsWith('Canceling')),
      [],
    );
    assert.ok(!(await window.contextMenuItems(view, task)).includes('Cancel Task…'));
    await shoot('finished-canceled');
  });

  it('is exported with all others, as text', async () => {
    await window.runCommand('Cloud Tasks: Export…');
    await window.quickInput.opened(/^Export \d+ tasks$/);
    await shoot('finished-export');
    await window.quickInput.pick('Tasks: CSV in a New Editor');
    const text = await window.activeEditorText();
    assert.match(text, /^"connection","connectionName","provider","id","name","state"/);
    await shoot('finished-csv');
  });
});
