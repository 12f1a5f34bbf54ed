import assert from 'node:assert/strict';
import type { EditorAccounts } from '../../../src/auth/editorAccount';
import { UserError } from '../../../src/base/errors';
import { createEditorAccounts, type EditorAuthentication } from '../../../src/ui/shell/editorAccounts';

describe('the accounts of the editor', () => {
  const account = { id: '7', label: 'ann' };
  const token = 'secret';

  /** @param getSession what VS Code does */
  function accountsWith(getSession: () => Promise<unknown>, known = [account]): EditorAccounts {
    return createEditorAccounts({
      getAccounts: () => Promise.resolve(known),
      getSession: getSession as EditorAuthentication['getSession'],
      onDidChangeSessions: () => assert.fail('Nobody listens.'),
    });
  }

  function credentialsOf(name: 'github' | 'microsoft') {
    return { kind: 'vscode', account: name, scopes: 'read', user: account.id } as const;
  }

  it('tell signed out from a token that cannot be renewed', async () => {
    const none = (): Promise<undefined> => Promise.resolve(undefined);
    assert.equal(await accountsWith(none, []).session(credentialsOf('microsoft')), undefined);
    // The provider of Microsoft has the account, but no session while it is offline.
    await assert.rejects(accountsWith(none).session(credentialsOf('microsoft')));
    // GitHub's tokens are not renewed: its account has no session with these scopes.
    assert.equal(await accountsWith(none).session(credentialsOf('github')), undefined);
    const failing = (): Promise<never> => Promise.reject(new Error('Timed out waiting for the provider to register.'));
    await assert.rejects(accountsWith(failing).session(credentialsOf('github')));
  });

  it('have a session', async () => {
    const accounts = accountsWith(() => Promise.resolve({ id: 'one', accessToken: token, account, scopes: ['read'] }));
    assert.deepEqual(await accounts.session(credentialsOf('microsoft')), { id: 'one', user: '7', token });
  });

  const canceled = Object.assign(new Error('Canceled'), { name: 'Canceled' });
  for (const error of [
    new Error('User did not consent to login.'),
    'User did not consent to account access',
    canceled,
    new Error('Cancelled'),
    new Error('user_canceled: User cancelled the flow'),
  ]) {
    it(`say nothing when the user refuses: ${String(error)}`, async () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- VS Code rejects with a text, too.
      const accounts = accountsWith(() => Promise.reject(error));
      assert.equal(await accounts.signIn({ account: 'github', scopes: 'read' }, false), undefined);
    });
  }

  it('say that signing in failed', async () => {
    const accounts = accountsWith(() =>
      Promise.reject(new Error("Timed out waiting for authentication provider 'microsoft' to register.")),
    );
    await assert.rejects(
      accounts.signIn({ account: 'microsoft', scopes: 'read' }, true),
      (error) => error instanceof UserError && error.message.includes('could not sign in to a Microsoft account'),
    );
  });
});
