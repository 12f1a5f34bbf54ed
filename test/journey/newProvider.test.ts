import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { startLocalServer, type LocalServer } from '../support/localServer';
import { filesHolding, pageText } from './secretSearch';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { PATIENCE_MS, until } from './waiting';
import type { Workbench } from './workbench';

const view = 'Cloud Tasks';
const token = `SECRET${randomBytes(16).toString('hex')}`;
const id = 'render-4f9a1c7e2b6d';

// From a curl command to the notification, against a server that nobody configured.
describe('a pasted curl command (New Provider)', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'new-provider', () => window);
  let stage: Stage;
  let window: Workbench;
  let server: LocalServer;
  let origin = '';
  let render: Record<string, unknown> = { status: 'processing', progress: 0.25, error: null, message: 'Page 3 of 12' };

  before(async () => {
    server = await startLocalServer(({ url = '', headers }, response) => {
      const isAllowed = headers.authorization === `Bearer ${token}`;
      const body = {
        id: url.replace(/^.*\//, ''),
        name: 'Harbour at night',
        created_at: '2026-11-20T08:00:00Z',
        ...render,
      };
      response
        .writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/json' })
        .end(JSON.stringify(isAllowed ? body : { error: { message: 'Who are you?' } }));
    });
    origin = server.endpoint;
    stage = await setStage({ width: 1200, height: 750 });
    ({ window } = stage);
  });

  after(async () => {
    await stage.stop();
    server.stop();
  });

  const shoot = (name: string) => keepPicture(window, `new-provider-${name}`);

  it('shows what was found after one request', async () => {
    const { quickInput } = window;
    await window.openActivity(view);
    await window.runCommand('Cloud Tasks: New Provider…');
    await quickInput.opened('New Provider');
    // Enter in an empty box says what is wanted, and closes nothing.
    await quickInput.accept();
    assert.match(
      await quickInput.validationMessage(),
      /Paste a curl command, the address of a task, or a JSON response/,
    );
    await shoot('empty');
    await quickInput.type(`curl -s '${origin}/v1/renders/${id}' -H 'Authorization: Bearer ${token}'`);
    assert.ok(await quickInput.isPassword());
    await until('what was read is shown', async () => (await quickInput.message()).includes('with a secret'));
    await shoot('pasted');
    await quickInput.accept();
    await quickInput.opened(`Send the request to ${new URL(origin).host} now?`);
    await shoot('ask');
    assert.ok(!(await pageText(window.page)).includes(token));
    await quickInput.accept();
    await quickInput.opened('Press Enter to accept all, or select a row to change it');
    await shoot('review');
    const rows = await quickInput.rows();
    const text = (label: string) => rows.find((row) => row.label === label)?.description;
    assert.equal(text('State'), 'status = "processing" → running');
    assert.equal(text('Progress'), 'ratio: progress = 0.25 → 25%');
    assert.equal(text('Name'), 'name = "Harbour at night"');
    assert.equal(text('Failure reason'), 'error || message = "Page 3 of 12" → read if the task fails');
    assert.equal(text('Task ID'), '/v1/renders/{id}');
  });

  it('lets another value be chosen, and goes back', async () => {
    const { quickInput } = window;
    await quickInput.pick('Progress');
    await quickInput.opened('Select the value for: Progress');
    await shoot('values');
    assert.deepEqual(
      (await quickInput.rows()).slice(0, 2).map(({ label, description }) => [label, description]),
      [
        ['0.25', 'progress'],
        [`"${id}"`, 'id'],
      ],
    );
    await quickInput.back();
    await quickInput.opened('Press Enter to accept all, or select a row to change it');
  });

  it('goes on after the user left', async () => {
    const { quickInput } = window;
    await quickInput.cancel();
    await quickInput.closed();
    await shoot('left');
    await window.clickNotification('The provider was not added.', 'Continue');
    await quickInput.opened('Press Enter to accept all, or select a row to change it');
    await quickInput.accept();
    await quickInput.closed();
    await window.treeRowsWhen(view, (all) => all.some(({ description }) => description.startsWith('25%')));
    await shoot('tracked');
  });

  it('is tested in a document that hides the secret', async () => {
    await window.clickNotification(/was added\.$/, 'Test Provider');
    await until('the test', async () => (await window.activeEditorText()).includes('Bearer •••'));
    await shoot('test');
    assert.match(await window.activeEditorText(), /state +status +"processing" +→ running/);
  });

  it('announces the end of the task', async () => {
    render = { status: 'succeeded', progress: 1, error: null };
    await window.runCommand('Cloud Tasks: Refresh All Tasks');
    const { severity } = await window.notification('Harbour at night succeeded.');
    assert.equal(severity, 'info');
    await shoot('end');
  });

  it('leads from a line of the test to the definition', async () => {
    await window.page.getByText('Change progress.ratio').first().click();
    // VS Code may show the settings in an editor of their own, over the others.
    const line = window.page.locator('.monaco-editor .view-line', { hasText: '"ratio": "progress"' });
    await line.first().waitFor({ timeout: PATIENCE_MS });
    await shoot('settings');
  });

  it('keeps the secret out of files and of what is shown', async () => {
    assert.deepEqual(await filesHolding(stage.dataDir, [token]), []);
    assert.ok(!(await pageText(window.page)).includes(token));
  });
});
