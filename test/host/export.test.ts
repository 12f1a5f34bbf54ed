import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands, Uri, window } from 'vscode';
import type { TaskRef } from '../../src/api';
import { commandIds } from '../../src/ids';
import type { TestAccount } from '../support/testAccounts';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { shownMessages, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

describe('an export', () => {
  const stage = useStage();
  let folder: string;
  let account: TestAccount;
  let ref: TaskRef;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cloud-tasks-export-'));
    account = await stage.connect('shoplazza-2025-06');
    // It has ended with its first response, so that nothing tells that.
    ref = await stage.trackNew(account, { ...longRun, runningMs: 0 }, '=1+1');
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true });
  });

  /** Runs the command. @param answers the user's, by the beginning of an entry, or the path of a file; `null` leaves */
  async function run(
    argument: unknown,
    ...answers: readonly (string | undefined | null)[]
  ): Promise<readonly Prompt[]> {
    const prompts: Prompt[] = [];
    const answering = answerPrompts((prompt) => {
      prompts.push(prompt);
      return answers[prompts.length - 1];
    });
    try {
      await commands.executeCommand(commandIds.export, argument);
    } finally {
      answering.dispose();
    }
    return prompts;
  }

  const editorText = (): string => window.activeTextEditor?.document.getText() ?? '';

  it('of tasks to a CSV file asks for what and where, and opens in Excel as text', async () => {
    const file = path.join(folder, 'tasks.csv');
    const prompts = await run(undefined, '$(table) Tasks: CSV File', file);
    assert.deepEqual(
      prompts.map(({ title }) => title),
      ['Export 1 task', 'Export 1 task'],
    );
    assert.deepEqual(prompts[0]?.labels, [
      'Tasks, one row each',
      '$(table) Tasks: CSV File…',
      '$(json) Tasks: JSON File…',
      '$(table) Tasks: CSV in a New Editor',
      '$(json) Tasks: JSON in a New Editor',
      'Files of the tasks, one row each',
      '$(table) Files: CSV File…',
      '$(json) Files: JSON File…',
      '$(table) Files: CSV in a New Editor',
      '$(json) Files: JSON in a New Editor',
    ]);
    const bytes = await readFile(file);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').trimEnd().split('\r\n');
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /"connection","connectionName","provider","id","name","state"/);
    assert.ok(lines[1]?.includes(`"${ref.id}","'=1+1","succeeded"`), lines[1]);
    assert.deepEqual(shownTexts(), ['Tasks exported to tasks.csv: 1']);
    assert.deepEqual(shownMessages()[0]?.actions, ['Open']);
  });

  it('of the files of a task asks nothing that it was told, and needs no file', async () => {
    assert.deepEqual(await run({ ...ref, content: 'items', format: 'json', target: 'editor' }), []);
    const files = JSON.parse(editorText()) as readonly Record<string, unknown>[];
    assert.deepEqual([files.length, files[0]?.['taskName'], files[0]?.['number']], [10, '=1+1', 1]);
    assert.match(String(files[0]?.['link']), /^https?:/);
    assert.equal(window.activeTextEditor?.document.languageId, 'json');
    assert.ok(window.activeTextEditor.document.isUntitled);
    assert.deepEqual(shownTexts(), []);
  });

  it('writes wherever the editor can, by the address of a file', async () => {
    const target = Uri.file(path.join(folder, 'files.csv')).toString();
    await run({ ...ref, content: 'items', format: 'csv', target });
    assert.equal((await readFile(path.join(folder, 'files.csv'), 'utf8')).trimEnd().split('\r\n').length, 11);
    await run({ ...ref, content: 'items', format: 'csv', target: 'nowhere:/files.csv' });
    assert.match(shownTexts().at(-1) ?? '', /^\/files\.csv could not be written: /);
  });

  it('of a connection has its tasks only', async () => {
    const other = await stage.connect('vod-aksk');
    await stage.trackNew(other, longRun, 'Trailer');
    await run({ connection: other.connection.id, content: 'tasks', format: 'json', target: 'editor' });
    const tasks = JSON.parse(editorText()) as readonly Record<string, unknown>[];
    assert.deepEqual(
      tasks.map(({ name, connectionName }) => [name, connectionName]),
      [['Trailer', 'My vod-aksk']],
    );
  });

  it('writes nothing when the user leaves', async () => {
    await run(ref, null);
    const prompts = await run(ref, '$(json) Tasks: JSON File', null);
    assert.match(prompts[1]?.placeholder ?? '', /=1\+1\.json$/);
    assert.deepEqual(await readdir(folder), []);
    assert.deepEqual(shownTexts(), []);
  });

  it('says so when there is nothing to export', async () => {
    await run({ connection: account.connection.id, id: 'unknown' });
    await stage.api.untrack(ref);
    await run(undefined);
    assert.deepEqual(shownTexts(), ['unknown is not tracked.', 'No tasks are tracked.']);
  });
});
