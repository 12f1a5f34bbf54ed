import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { findSecret } from './support/markedSecret';
import { pathOf, readText } from './support/checkout';

/** What a secret looks like that somebody wrote into a source: a private key, or a long text of a telling name. */
const written = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /(?:secret|token|password|passcode)\w*["']?\s*[:=]\s*["'`](?=[^"'`]*\d)[\w+/=-]{16,}["'`]/i,
];

const secretIn = (text: string): string | undefined =>
  findSecret(text) ?? written.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined);

/** The files that go into the VSIX (test/manifest.test.ts holds the list), as far as they are built. */
function packedFiles(): readonly string[] {
  const inside = (folder: string): readonly string[] =>
    existsSync(pathOf(folder)) ? readdirSync(pathOf(folder)).map((name) => path.posix.join(folder, name)) : [];
  const top = readdirSync(pathOf('.')).filter((name) =>
    /^(package(\.nls.*)?\.json|README\.md|CHANGELOG\.md)$/.test(name),
  );
  return [...inside('dist').filter((name) => name.endsWith('.js')), ...inside('l10n'), ...top];
}

describe('the packed files', () => {
  it('hold no secret', () => {
    const files = packedFiles();
    assert.ok(files.length >= 6, files.join());
    const found = files.flatMap((file) => {
      const secret = secretIn(readText(file));
      return secret === undefined ? [] : [`${file}: ${secret}`];
    });
    assert.deepEqual(found, []);
  });

  it('would be caught with one', () => {
    for (const text of [
      'x={secretKey:"a1b2c3d4e5f6a7b8c9"}',
      'const token = `MDk4NzY1NDMyMTA5ODc2NTQz`;',
      '-----BEGIN RSA PRIVATE KEY-----',
    ]) {
      assert.ok(secretIn(text), text);
    }
  });
});
