import assert from 'node:assert/strict';
import { CredentialLoader } from '../../src/connections/credentialLoader';
import { createManualClock, settled, type ManualClock } from '../support/manualClock';

describe('CredentialLoader', () => {
  let clock: ManualClock;
  let answers: Map<string, (version: number) => void>;
  let failures: Map<string, (error: Error) => void>;
  let news: number;
  let loader: CredentialLoader;
  beforeEach(() => {
    clock = createManualClock();
    answers = new Map();
    failures = new Map();
    news = 0;
    loader = new CredentialLoader({
      clock,
      read: (id) =>
        new Promise((resolve, reject) => {
          answers.set(id, resolve);
          failures.set(id, reject);
        }),
      onDidLoad: () => {
        news++;
      },
    });
  });

  it('knows one connection although another gets no answer', async () => {
    void loader.load(['slow', 'quick']);
    answers.get('quick')?.(7);
    await settled();
    assert.deepEqual([loader.availability('quick'), loader.availability('slow'), news], [7, 'loading', 1]);
  });

  it('takes 10 s of silence for none, and a late answer for what it says', async () => {
    const loading = loader.load(['silent']);
    clock.advance(9_999);
    assert.equal(loader.availability('silent'), 'loading');
    clock.advance(1);
    await loading;
    assert.equal(loader.availability('silent'), 'none');
    answers.get('silent')?.(7);
    await settled();
    assert.deepEqual([loader.availability('silent'), news], [7, 2]);
  });

  it('takes an error for none', async () => {
    const loading = loader.load(['locked']);
    failures.get('locked')?.(new Error('The keychain is locked.'));
    await loading;
    assert.equal(loader.availability('locked'), 'none');
  });

  it('keeps what it knows while it reads again, and forgets connections that are gone', async () => {
    const first = loader.load(['a', 'b']);
    answers.get('a')?.(1);
    answers.get('b')?.(1);
    await first;
    const outdated = answers.get('a');
    void loader.load(['a']);
    assert.deepEqual([loader.availability('a'), loader.availability('b')], [1, 'loading']);
    void loader.load(['a']);
    outdated?.(1);
    answers.get('a')?.(2);
    await settled();
    assert.equal(loader.availability('a'), 2);
  });
});
