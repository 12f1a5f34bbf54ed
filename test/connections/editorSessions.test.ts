import assert from 'node:assert/strict';
import { createCredentialVault } from '../../src/auth/credentialVault';
import type { EditorAccounts, EditorSession } from '../../src/auth/editorAccount';
import { Emitter } from '../../src/base/event';
import type { Connection } from '../../src/connections/connection';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import { createManualClock, settled } from '../support/manualClock';
import { createMemorySetting } from '../support/memorySetting';
import { createSecretStore } from '../support/secretStore';

const connection: Connection = { id: 'ci', name: 'CI', provider: 'github', credentials: 'vscode' };
const credentials = { kind: 'vscode', account: 'github', scopes: 'repo', user: '7' } as const;

describe('connections with an account of the editor', () => {
  const changes = new Emitter<string>();
  let session: EditorSession | undefined;
  let asked: number;
  let origin: string;
  let directory: ConnectionDirectory;

  beforeEach(async () => {
    [asked, session, origin] = [0, { id: 'one', user: '7', token: 'secret' }, 'https://api.github.com'];
    const accounts: EditorAccounts = {
      session: () => Promise.resolve(session),
      signIn() {
        asked++;
        return Promise.resolve(undefined);
      },
      onDidChange: changes.event,
    };
    const clock = createManualClock();
    const rules = { fieldKeys: () => [], check: () => undefined, origins: () => [origin] };
    const vault = createCredentialVault(createSecretStore(), clock);
    directory = new ConnectionDirectory(createMemorySetting([]), vault, rules, clock, accounts);
    await directory.save(connection, credentials);
  });

  async function change(next: EditorSession | undefined): Promise<void> {
    session = next;
    changes.fire('github');
    await settled();
  }

  const version = (): unknown => directory.credentialAvailability('ci');

  it('have no credentials while the user is signed out, and nobody is asked', async () => {
    const first = version();
    assert.equal(typeof first, 'number');
    await change(undefined);
    assert.equal(version(), 'none');
    await change({ id: 'one', user: '7', token: 'renewed' });
    assert.equal(version(), first);
    assert.equal(asked, 0);
  });

  it('have new credentials after the user signed in again', async () => {
    const first = version();
    await change({ id: 'two', user: '7', token: 'other' });
    assert.ok(Number(version()) > Number(first));
  });

  it('are not told of another account', async () => {
    const first = version();
    session = { id: 'two', user: '7', token: 'other' };
    changes.fire('microsoft');
    await settled();
    assert.equal(version(), first);
  });

  it('are bound to the service of the account, whatever they were entered for', async () => {
    origin = 'https://evil.example.com';
    await directory.save(connection, credentials);
    assert.deepEqual(version(), { givenFor: '', goesTo: 'evil.example.com' });
  });
});
