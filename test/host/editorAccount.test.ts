import assert from 'node:assert/strict';
import { authentication, commands, extensions } from 'vscode';
import { commandIds } from '../../src/ids';
import { toDisposable, type Disposable } from '../../src/base/lifecycle';
import type { Accounts } from '../fixtures/accounts/accounts';
import { markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { answerPrompts } from './answeredPrompts';
import { extensionId, readUserSetting, writeUserSetting } from './extensionUnderTest';
import { useLocalServer } from './localServer';
import { useStage } from './stage';

/** A service that takes the tokens of a Microsoft account; the extension in `test/fixtures/accounts` signs in to it. */
describe('an account of the editor', () => {
  const stage = useStage();
  let accounts: Accounts;
  let accepted: string | undefined;
  let seen: readonly (string | undefined)[];
  const server = useLocalServer(({ headers }, response) => {
    seen = [...seen, headers.authorization];
    response.statusCode = accepted === undefined || headers.authorization === `Bearer ${accepted}` ? 200 : 401;
    response.end(JSON.stringify({ status: 'running', message: headers.authorization }));
  });
  const ref = { connection: 'farm', id: 'job-7' };

  beforeEach(async () => {
    accounts = await activateAccounts();
    [accepted, seen] = [undefined, []];
    const scope = `${server.endpoint}/.default`;
    await writeUserSetting('providers', [
      {
        id: 'farm',
        label: 'Farm',
        credentials: [{ kind: 'vscode', account: 'microsoft', scopes: [scope] }],
        request: `${server.endpoint}/jobs/{id}`,
        state: 'status',
        interval: 1,
      },
    ]);
  });

  afterEach(async () => {
    await accounts.signOut();
    await writeUserSetting('providers', undefined);
  });

  async function activateAccounts(): Promise<Accounts> {
    const extension = extensions.getExtension<Accounts>('test.accounts');
    assert.ok(extension, 'The extension with the accounts is not there.');
    return extension.activate();
  }

  /**
   * Allows what the editor asks with its own dialog, which it refuses to show in tests: by the entry of its menu of accounts.
   * Outside of it every request for a session must be a silent one.
   */
  function allowSignIn(): Disposable {
    const silently = authentication.getSession;
    Object.assign(authentication, {
      async getSession(id: string, scopes: readonly string[], options: { readonly silent?: boolean }) {
        if (!options.silent) {
          await silently(id, scopes, {});
          const entries = await commands.getCommands();
          const entry = entries.find((name) => name.startsWith(`${id}:${extensionId}:signIn`));
          await (entry && commands.executeCommand(entry));
        }
        return silently(id, scopes, { silent: true });
      },
    });
    return toDisposable(() => Object.assign(authentication, { getSession: silently }));
  }

  /** Runs a command whose prompts are accepted, and allows the editor's question. Returns the token of the new session. */
  async function signInBy(command: string, ...args: readonly unknown[]): Promise<string> {
    const before = accounts.created.length;
    const token = markedSecret(`session-${before}`);
    accounts.nextToken = () => token;
    const answering = answerPrompts(({ title }) => (title.endsWith('Service') ? 'Farm' : undefined));
    const allowing = allowSignIn();
    try {
      await commands.executeCommand(command, ...args);
    } finally {
      answering.dispose();
      allowing.dispose();
    }
    return token;
  }

  async function isRefusedAs(code: string): Promise<boolean> {
    try {
      await stage.api.lookUp(ref);
      return false;
    } catch (error) {
      return (error as { readonly code?: string }).code === code;
    }
  }

  it('signs in to a connection with nothing to type, and is asked for nothing by polls', async () => {
    const token = await signInBy(commandIds.addConnection);
    assert.deepEqual(accounts.created.at(-1), [`${server.endpoint}/.default`]);
    assert.deepEqual(readUserSetting('connections'), [
      { id: 'farm', name: 'Farm', provider: 'farm', credentials: 'vscode' },
    ]);
    await stage.api.track(ref);
    await until('it has a response', async () => (await stage.task(ref)).state === 'running');
    assert.deepEqual([...new Set(seen)], [`Bearer ${token}`]);

    const signedIn = accounts.created.length;
    await accounts.signOut();
    await until('its session has ended', () => isRefusedAs('no-credentials'));
    assert.equal(accounts.created.length, signedIn);

    const next = await signInBy(commandIds.updateCredentials, { connection: 'farm' });
    assert.notEqual(next, token);
    await until('it is polled with the new session', () => seen.includes(`Bearer ${next}`));
  });

  it('is polled again when the user signs in again after its token was refused', async () => {
    await signInBy(commandIds.addConnection);
    const token = markedSecret('again');
    accepted = token;
    await stage.api.track(ref);
    await until('it is refused', () => isRefusedAs('credentials-rejected'));
    accounts.nextToken = () => token;
    await accounts.signIn([`${server.endpoint}/.default`]);
    await until('it is polled', async () => (await stage.task(ref)).state === 'running');
  });
});
