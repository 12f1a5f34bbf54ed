import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setAside, whileLocked } from '../../../src/store/sqlite/damagedFile';
import { start, useSandbox } from '../sandbox';

describe('setAside', () => {
  const box = useSandbox();
  beforeEach(() => {
    mkdirSync(dirname(box.file), { recursive: true });
  });

  it('keeps the file and what belongs to it together under a new name', () => {
    for (const suffix of ['', '-wal', '-shm']) {
      writeFileSync(box.file + suffix, `content${suffix}`);
    }
    const path = setAside(box.file, start);
    assert.deepEqual(readdirSync(dirname(box.file)).sort(), [
      'tasks.db.damaged-20270115T080000Z',
      'tasks.db.damaged-20270115T080000Z-shm',
      'tasks.db.damaged-20270115T080000Z-wal',
    ]);
    assert.equal(readFileSync(`${path}-wal`, 'utf8'), 'content-wal');
  });

  it('never replaces what was set aside before', () => {
    const paths = ['first', 'second', 'third'].map((content) => {
      writeFileSync(box.file, content);
      return setAside(box.file, start);
    });
    assert.deepEqual(
      paths.map((path) => readFileSync(path, 'utf8')),
      ['first', 'second', 'third'],
    );
  });
});

describe('whileLocked', () => {
  const box = useSandbox();

  it('lets one caller in at a time, also after one that failed', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    const enter = <T>(work: () => T): T => whileLocked(box.file, 1, work);
    assert.throws(() => enter(() => enter(() => 'both at once')), /locked/);
    assert.equal(
      enter(() => 'alone'),
      'alone',
    );
  });
});
