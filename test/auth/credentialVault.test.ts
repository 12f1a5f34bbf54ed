import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import { createCredentialVault, type CredentialVault, type SecretStore } from '../../src/auth/credentialVault';
import type { Clock } from '../../src/base/clock';
import { Emitter } from '../../src/base/event';

const token = (value: string): Credentials => ({ kind: 'iam-token', token: value });

/** The editor's secrets over a map: every window hears of every change, a little later. */
function createSecrets(): SecretStore & { entries: Map<string, string>; reads: number; broken: boolean } {
  const entries = new Map<string, string>();
  const changes = new Emitter<{ key: string }>();
  const tell = (key: string): void => {
    queueMicrotask(() => {
      changes.fire({ key });
    });
  };
  const secrets = {
    entries,
    reads: 0,
    broken: false,
    onDidChange: changes.event,
    get(key: string) {
      secrets.reads++;
      return secrets.broken ? Promise.reject(new Error('locked')) : Promise.resolve(entries.get(key));
    },
    store(key: string, value: string) {
      if (secrets.broken) {
        return Promise.reject(new Error('locked'));
      }
      entries.set(key, value);
      tell(key);
      return Promise.resolve();
    },
    delete(key: string) {
      entries.delete(key);
      tell(key);
      return Promise.resolve();
    },
  };
  return secrets;
}

/** Lets everything that is on its way arrive. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createCredentialVault', () => {
  let secrets: ReturnType<typeof createSecrets>;
  let now: number;
  let vault: CredentialVault;
  let heard: string[];
  const clock: Clock = { now: () => now, schedule: () => assert.fail('no timers here') };

  beforeEach(() => {
    secrets = createSecrets();
    now = 1_000_000;
    heard = [];
    vault = createCredentialVault(secrets, clock);
    vault.onDidChange((id) => heard.push(id));
  });

  afterEach(() => {
    vault.dispose();
  });

  it('keeps one entry a connection', async () => {
    assert.equal(await vault.read('a'), undefined);
    assert.equal(await vault.write('a', token('T')), now);
    await vault.write('b', { kind: 'none' });
    assert.deepEqual(await vault.read('a'), { version: now, credentials: token('T') });
    assert.deepEqual([...secrets.entries.keys()], ['cloudTasks.credentials.a', 'cloudTasks.credentials.b']);
    assert.deepEqual(JSON.parse(secrets.entries.get('cloudTasks.credentials.a') ?? ''), {
      version: now,
      credentials: token('T'),
    });
  });

  it('keeps what a passcode was changed into, until there are new ones', async () => {
    const persistedToken = { place: '["iam"]', token: 'T1', expiresAt: now + 1, projectId: 'p1' };
    const password: Credentials = { kind: 'iam-password', domain: 'acme', user: 'kim', password: 'p' };
    await vault.write('a', password, { persistedToken });
    const next = createCredentialVault(secrets, clock);
    const stored = await next.read('a');
    assert.deepEqual(stored, { version: now, credentials: password, persistedToken });
    await next.remove('a');
    await next.restore('a', stored);
    assert.deepEqual((await next.read('a'))?.persistedToken, persistedToken);
    await next.write('a', password);
    assert.equal((await next.read('a'))?.persistedToken, undefined);
    next.dispose();
  });

  it('finds them again in another session, and asks the keychain once', async () => {
    await vault.write('a', token('T'));
    const next = createCredentialVault(secrets, clock);
    await settled();
    const before = secrets.reads;
    assert.deepEqual(await Promise.all([next.read('a'), next.read('a')]), Array(2).fill(await vault.read('a')));
    await next.read('a');
    assert.equal(secrets.reads, before + 1);
    next.dispose();
  });

  it('gives every writing a larger version, whatever the clock does', async () => {
    const versions = [await vault.write('a', token('1')), await vault.write('a', token('2'))];
    now -= 500_000;
    versions.push(await vault.write('a', token('3')));
    await vault.remove('a');
    versions.push(await vault.write('a', token('4')));
    const next = createCredentialVault(secrets, clock);
    versions.push(await next.write('a', token('5')));
    versions.push(...(await Promise.all([next.write('a', token('6')), next.write('a', token('7'))])));
    assert.deepEqual(
      versions,
      [...new Set(versions)].sort((a, b) => a - b),
    );
    next.dispose();
  });

  it('puts back what was removed, with its version', async () => {
    await vault.write('a', token('T'));
    const stored = await vault.read('a');
    await vault.remove('a');
    assert.equal(await vault.read('a'), undefined);
    now += 1000;
    await vault.restore('a', stored!);
    assert.deepEqual(await vault.read('a'), stored);
  });

  it('puts back what was replaced as something new', async () => {
    await vault.write('a', token('old'));
    const stored = await vault.read('a');
    const replaced = await vault.write('a', token('new'));
    assert.ok((await vault.restore('a', stored!)) > replaced);
    assert.deepEqual((await vault.read('a'))?.credentials, token('old'));
  });

  it('tells once of each change of its own', async () => {
    await vault.write('a', token('1'));
    await settled();
    assert.deepEqual(heard, ['a']);
    await vault.write('a', token('2'));
    await vault.remove('a');
    await settled();
    assert.deepEqual(heard, ['a', 'a', 'a']);
  });

  it('tells of changes by another window, and reads them', async () => {
    await vault.write('a', token('1'));
    await settled();
    heard = [];
    const other = createCredentialVault(secrets, clock);
    await other.write('a', token('2'));
    await settled();
    assert.deepEqual(heard, ['a']);
    assert.deepEqual(await vault.read('a'), await other.read('a'));
    await other.remove('a');
    await settled();
    assert.deepEqual(heard, ['a', 'a']);
    assert.equal(await vault.read('a'), undefined);
    other.dispose();
  });

  it('does not listen to secrets of others', async () => {
    await secrets.store('somebody.else', 'x');
    await settled();
    assert.deepEqual(heard, []);
  });

  for (const entry of ['', 'no json', 'null', '[]', '{"version":1}', '{"version":"1","credentials":{"kind":"none"}}']) {
    it(`takes a damaged entry for none: ${JSON.stringify(entry)}`, async () => {
      await secrets.store('cloudTasks.credentials.a', entry);
      assert.equal(await vault.read('a'), undefined);
      await vault.write('a', token('T'));
      assert.deepEqual((await vault.read('a'))?.credentials, token('T'));
    });
  }

  it('keeps what was there when the keychain refuses, and tries again', async () => {
    await vault.write('a', token('1'));
    await settled();
    heard = [];
    secrets.broken = true;
    await assert.rejects(vault.write('a', token('2')), /locked/);
    await assert.rejects(vault.read('b'), /locked/);
    secrets.broken = false;
    assert.deepEqual((await vault.read('a'))?.credentials, token('1'));
    assert.equal(await vault.read('b'), undefined);
    assert.deepEqual(heard, []);
    await vault.write('a', token('3'));
    assert.deepEqual((await vault.read('a'))?.credentials, token('3'));
  });

  it('is quiet after its end', async () => {
    vault.dispose();
    await secrets.store('cloudTasks.credentials.a', '{}');
    await settled();
    assert.deepEqual(heard, []);
  });
});
