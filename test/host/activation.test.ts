import assert from 'node:assert/strict';
import { commands, workspace } from 'vscode';
import { commandIds } from '../../src/ids';
import { until } from '../support/until';
import { activateExtension, extensionId, openApi } from './extensionUnderTest';

describe('activate', () => {
  it('registers every command', async () => {
    await activateExtension();
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((id) => !known.has(id)),
      [],
    );
  });

  it('starts with nothing of its own', async () => {
    const api = await openApi();
    assert.deepEqual([api.listConnections(), await api.listTasks()], [[], []]);
  });

  it('has version 1 of its interface, and no other', async () => {
    const exports = await activateExtension();
    assert.equal(exports.getAPI(1), exports.getAPI(1));
    for (const other of [0, 2, '1', undefined]) {
      assert.throws(() => exports.getAPI(other as 1), /has version 1 of its interface, not/);
    }
  });

  it('is quick, by the clock of the editor', async () => {
    await activateExtension();
    // A page for developers; the only place where the editor says how long an extension took.
    await commands.executeCommand('perfview.show');
    const row = await until('the editor knows how long the extension took', () =>
      workspace.textDocuments
        .find(({ uri }) => uri.scheme === 'perf')
        ?.getText()
        .split('\n')
        .find((line) => line.startsWith(`| ${extensionId}`)),
    );
    const [load, call] = row.split('|').slice(3, 5).map(Number);
    console.log(`      ${call} ms inside of activate, after ${load} ms for loading the bundle`);
    assert.ok(Number.isFinite(call));
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });
});

describe('what is read at the start', () => {
  it('is smaller than 170 KiB', function () {
    // Then it holds its source map.
    if (process.env['NODE_V8_COVERAGE']) this.skip();
    const bytes = Number(process.env['CLOUD_TASKS_BUNDLE_BYTES']);
    console.log(`      ${bytes} bytes`);
    assert.ok(bytes > 0 && bytes < 170 * 1024);
  });
});
