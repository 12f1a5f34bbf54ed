import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { pathOf } from './support/checkout';

/** A consumer that uses the API and writes a provider, with `api.d.ts` alone. */
const consumer = `
import * as vscode from 'vscode';
import type { CloudTasksExports, CloudTasksError, Provider, Task } from './api';
const provider: Provider = {
  id: 'jobs', label: 'Jobs', icon: 'gear', documentation: '', credentials: ['bearer'],
  fields: [{ key: 'endpoint', label: 'Endpoint', hint: '', required: true, validate: () => 'a text' }],
  request: ({ endpoint = '' }, id) => ({ method: 'GET', url: endpoint + id, headers: {} }),
  parse: ({ body }) => ({ ok: true, snapshot: { state: 'running', rawState: '1', items: [], raw: body } }),
  validateId: (id) => (id === '' ? 'Enter an ID.' : undefined),
};
export async function use(): Promise<number | undefined> {
  const api = (await vscode.extensions.getExtension<CloudTasksExports>('a.b')!.activate()).getAPI(1);
  api.registerProvider(provider);
  const [first]: readonly Task[] = await api.listTasks({ states: ['running'], limit: 10 });
  try { await api.waitFor({ connection: 'a', id: '1' }); } catch (error) { if ((error as CloudTasksError).code === 'timeout') return; }
  return first && (await api.getTask(first))?.snapshot?.items.length;
}`;

describe('api.d.ts', () => {
  it('compiles alone with a consumer, and imports nothing but vscode', async function () {
    this.timeout(120_000);
    const { buildApiTypes } = (await import(pathOf('scripts/apiTypes.mjs'))) as {
      readonly buildApiTypes: () => string;
    };
    const types = buildApiTypes();
    assert.deepEqual(
      [...types.matchAll(/from '([^']+)'/g)].map(([, name]) => name),
      ['vscode'],
    );
    const files = new Map([
      [pathOf('consumer/api.d.ts'), types],
      [pathOf('consumer/use.ts'), consumer],
    ]);
    const options: ts.CompilerOptions = {
      ...{
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: ['vscode'],
        typeRoots: [pathOf('node_modules/@types')],
      },
      ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Preserve, lib: ['lib.es2022.d.ts'] },
    };
    const disk = ts.createCompilerHost(options);
    const host: ts.CompilerHost = {
      ...disk,
      directoryExists: (folder) => folder === pathOf('consumer') || ts.sys.directoryExists(folder),
      fileExists: (file) => files.has(path.normalize(file)) || disk.fileExists(file),
      readFile: (file) => files.get(path.normalize(file)) ?? disk.readFile(file),
      getSourceFile(file, version, ...rest) {
        const text = files.get(path.normalize(file));
        return text === undefined
          ? disk.getSourceFile(file, version, ...rest)
          : ts.createSourceFile(file, text, version);
      },
    };
    const program = ts.createProgram([pathOf('consumer/use.ts')], options, host);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    assert.deepEqual(problems, []);
  });
});
