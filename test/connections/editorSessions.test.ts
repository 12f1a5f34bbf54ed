import assert from 'node:assert/strict';
import { createCredentialVault, type CredentialVault } from '../../src/auth/credentialVault';
import type { EditorAccounts, EditorSession } from '../../src/auth/editorAccount';
import { Emitter } from '../../src/base/event';
import type { Connection } from '../../src/connections/connection';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import { createManualClock, settled } from '../support/manualClock';
import { createMemorySetting, type MemorySetting } from '../support/memorySetting';
import { createSecretStore, type FakeSecretStore } from '../support/secretStore';

const connection: Connection = { id: 'ci', name: 'CI', provider: 'github', credentials: 'vscode' };
const credentials = { kind: 'vscode', account: 'github', scopes: 'repo', user: '7' } as const;
const session: EditorSession = { id: 'one', user: '7', token: 'secret' };

describe('connections with an account of the editor', () => {
  const changes = new Emitter<string>();
  let answer: () => Promise<EditorSession | undefined>;
  let asked: number;
  let origin: string;
  let secrets: FakeSecretStore;
  let vault: CredentialVault;
  let directory: ConnectionDirectory;
  let warnings: string[];
  let setting: MemorySetting;

  function openWindow(): void {
    const accounts: EditorAccounts = {
      session: () => answer(),
      signIn() {
        asked++;
        return Promise.resolve(undefined);
      },
      onDidChange: changes.event,
    };
    const clock = createManualClock();
    const rules = { fieldKeys: () => [], check: () => undefined, origins: () => [origin] };
    const log = { warn: (line: string) => warnings.push(line) };
    vault = createCredentialVault(secrets, clock);
    directory = new ConnectionDirectory({ setting, vault, rules, clock, accounts, log });
  }

  beforeEach(async () => {
    [asked, origin, warnings] = [0, 'https://api.github.com', []];
    secrets = createSecretStore();
    setting = createMemorySetting([]);
    answer = () => Promise.resolve(session);
    openWindow();
    await directory.save(connection, credentials);
    await settled();
  });

  afterEach(() => {
    directory.dispose();
    vault.dispose();
  });

  async function change(next: EditorSession | undefined | Error): Promise<void> {
    answer = () => (next instanceof Error ? Promise.reject(next) : Promise.resolve(next));
    changes.fire('github');
    await settled();
  }

  async function reload(): Promise<void> {
    directory.dispose();
    vault.dispose();
    openWindow();
    await directory.load();
    await settled();
  }

  const version = (): unknown => directory.credentialAvailability('ci');

  it('have no credentials while the user is signed out, and nobody is asked', async () => {
    const first = version();
    assert.equal(typeof first, 'number');
    await change(undefined);
    assert.equal(version(), 'none');
    assert.equal(asked, 0);
  });

  it('have the same credentials while nothing but the token changes', async () => {
    const first = version();
    await change({ ...session, token: 'renewed' });
    await reload();
    assert.equal(version(), first);
  });

  it('have new credentials after the user signed in again, also when the session has the same ID', async () => {
    const first = version();
    await change(undefined);
    await change({ ...session, token: 'renewed' });
    const second = version();
    assert.ok(Number(second) > Number(first), `${String(second)} after ${String(first)}`);
    await change({ ...session, id: 'two' });
    assert.ok(Number(version()) > Number(second));
  });

  it('have new credentials after the user signed in again while no window was open', async () => {
    const first = version();
    answer = () => Promise.resolve({ ...session, id: 'two' });
    await reload();
    assert.ok(Number(version()) > Number(first));
  });

  it('have new credentials after the user signed in again, also when the window was reloaded in between', async () => {
    const first = version();
    answer = () => Promise.resolve(undefined);
    await reload();
    await change(session);
    assert.ok(Number(version()) > Number(first));
  });

  it('keep their credentials while the editor cannot renew the token', async () => {
    const first = version();
    await change(new Error('offline'));
    assert.equal(version(), first);
    await reload();
    assert.equal(version(), first);
    await change(session);
    assert.equal(version(), first);
  });

  it('keep credentials that are saved while the editor looks for the session', async () => {
    let look = (found: EditorSession): void => assert.fail(`Nobody looks for ${found.id}.`);
    answer = () =>
      new Promise((resolve) => {
        look = resolve;
      });
    changes.fire('github');
    await settled();
    const newer = { ...credentials, scopes: 'repo workflow' };
    origin = 'https://api.github.com:8443';
    const written = await vault.write('ci', newer, { origins: [origin] });
    const finish = look;
    answer = () => Promise.resolve({ ...session, id: 'two' });
    finish({ ...session, id: 'two' });
    await settled();
    const stored = await vault.read('ci');
    assert.deepEqual([stored?.version, stored?.credentials, stored?.origins], [written, newer, [origin]]);
  });

  it('get one new version when two changes are told together', async () => {
    const first = version();
    answer = () => Promise.resolve({ ...session, id: 'two' });
    changes.fire('github');
    changes.fire('github');
    await settled();
    const writes = Number(version()) - Number(first);
    assert.equal(writes, 1);
  });

  it('keep working when the session cannot be noted, and the log says so', async () => {
    const first = version();
    secrets.locked = true;
    await change({ ...session, id: 'two' });
    assert.equal(version(), first);
    assert.match(warnings.join('\n'), /ci.*The keychain is locked/);
    secrets.locked = false;
    await change({ ...session, id: 'two' });
    assert.ok(Number(version()) > Number(first));
  });

  it('are bound to the service of the account, whatever they were entered for', async () => {
    origin = 'https://evil.example.com';
    await directory.save(connection, credentials);
    assert.deepEqual(version(), { givenFor: '', goesTo: 'evil.example.com' });
  });
});
