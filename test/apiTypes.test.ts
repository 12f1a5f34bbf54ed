import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathOf } from './support/checkout';

describe('api.d.ts', () => {
  it('imports nothing but vscode, and another extension compiles against it alone', async function () {
    this.timeout(120_000);
    const { buildConsumer } = (await import(pathOf('scripts/test/buildConsumer.mjs'))) as {
      readonly buildConsumer: (root: string, folder: string) => Promise<string>;
    };
    const types = await readFile(
      path.join(await buildConsumer(pathOf(''), pathOf('out/consumer-types')), 'api.d.ts'),
      'utf8',
    );
    const imported = [...types.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    assert.deepEqual(imported, ['vscode']);
  });
});
