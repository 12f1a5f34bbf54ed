import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { until } from './waiting';
import type { Workbench } from './workbench';

const source = 'From .vscode/cloud-tasks.json';

// A definition that comes with a repository.
describe('a definition in the file of a workspace', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'import-provider', () => window);
  let folder: string;
  let stage: Stage;
  let window: Workbench;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ct-shared-'));
    await mkdir(path.join(folder, '.vscode'));
    await share('https://jobs.example.com/v1/{id}');
    stage = await setStage({ width: 1200, height: 750 }, {}, { folder, isRestricted: true });
    ({ window } = stage);
    await window.openActivity('Cloud Tasks');
  });

  after(async () => {
    await stage.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function share(request: string): Promise<void> {
    const definition = { id: 'shared-jobs', label: 'Shared jobs', credentials: ['bearer'], request, state: 'status' };
    await writeFile(path.join(folder, '.vscode', 'cloud-tasks.json'), JSON.stringify(definition));
  }

  const shoot = (name: string) => keepPicture(window, `import-${name}`);

  /** The places that Import Provider offers. */
  async function offered(): Promise<readonly string[]> {
    await window.runCommand('Cloud Tasks: Import Provider…');
    await window.quickInput.opened('Import Provider');
    let labels: readonly string[] = [];
    await until('places are offered', async () => {
      labels = (await window.quickInput.rows()).map(({ label }) => label);
      return labels.includes('From the Clipboard');
    });
    return labels;
  }

  async function settings(): Promise<string> {
    return readFile(path.join(stage.dataDir, 'data', 'User', 'settings.json'), 'utf8');
  }

  it('is not offered in Restricted Mode', async () => {
    assert.deepEqual(await offered(), ['From the Clipboard', 'From a File…']);
    await shoot('restricted');
    await window.quickInput.cancel();
  });

  it('shows hosts, requests and credentials before it is copied, once the folder is trusted', async () => {
    await window.trustFolder();
    assert.deepEqual(await offered(), ['From the Clipboard', 'From a File…', source]);
    await window.quickInput.pick(source);
    const { message, detail } = await window.dialog.text();
    assert.equal(message, 'Import the provider Shared jobs (shared-jobs)?');
    assert.match(
      detail,
      /Hosts: jobs\.example\.com[^]*GET https:\/\/jobs\.example\.com\/v1\/\{id\}[^]*Credentials: bearer/,
    );
    assert.ok(!(await settings()).includes('shared-jobs'));
    await shoot('question');
    await window.dialog.click('Import');
    await until('it is copied', async () => (await settings()).includes('shared-jobs'));
  });

  it('shows what changed when the file asks another host', async () => {
    await share('https://elsewhere.example.com/v1/{id}');
    await offered();
    await window.quickInput.pick(source);
    const { message, detail } = await window.dialog.text();
    assert.equal(message, 'Replace the provider Shared jobs (shared-jobs)?');
    assert.match(detail, /Hosts: elsewhere\.example\.com\s+Before: jobs\.example\.com/);
    await shoot('changed');
    await window.dialog.click('Cancel');
    assert.ok(!(await settings()).includes('elsewhere'));
  });
});
