import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { inEnglish } from '../../src/base/message';
import { checkCaFile, resolveCaFile } from '../../src/connections/caFile';

describe('checkCaFile', () => {
  for (const file of [path.resolve('/etc/company.pem'), '~/company.pem', '~/certificates/with blank.crt']) {
    it(`takes ${file}`, () => {
      assert.equal(checkCaFile(file), undefined);
    });
  }

  for (const file of [
    'company.pem',
    './company.pem',
    '../company.pem',
    '~',
    '~kim/company.pem',
    'file:///company.pem',
  ]) {
    it(`says what to write instead of ${file}`, () => {
      const problem = checkCaFile(file);
      assert.ok(problem);
      assert.match(inEnglish(problem), /"caFile" must be the full path .* ~\//);
    });
  }
});

describe('resolveCaFile', () => {
  it('finds the home folder, at the start only', () => {
    assert.equal(resolveCaFile('~/a/b.pem'), path.join(homedir(), 'a', 'b.pem'));
    assert.equal(resolveCaFile('/a/~/b.pem'), '/a/~/b.pem');
  });
});
