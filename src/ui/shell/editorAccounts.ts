import { authentication, type AuthenticationGetSessionOptions, type AuthenticationSession } from 'vscode';
import type { EditorAccount, EditorAccounts, EditorSession } from '../../auth/editorAccount';

/** The GitHub and Microsoft accounts that the user has in this editor. */
export const editorAccounts: EditorAccounts = {
  async session(credentials) {
    try {
      const accounts = await authentication.getAccounts(credentials.account);
      const account = accounts.find(({ id }) => id === credentials.user);
      return account && toSession(await getSession(credentials, { account, silent: true }));
    } catch {
      // The extension that signs in to these accounts is not there, or not ready.
      return undefined;
    }
  },
  async signIn(wanted, isRenewed) {
    try {
      const options = isRenewed ? { forceNewSession: true } : { createIfNone: true, clearSessionPreference: true };
      return toSession(await getSession(wanted, options));
    } catch {
      // It rejects alike when the user refuses and when they cannot be reached; the editor itself has said why.
      return undefined;
    }
  },
  onDidChange: (listener) => authentication.onDidChangeSessions(({ provider }) => listener(provider.id)),
};

async function getSession(
  { account, scopes }: EditorAccount,
  options: AuthenticationGetSessionOptions,
): Promise<AuthenticationSession | undefined> {
  return authentication.getSession(account, scopes.split(' '), options);
}

function toSession(session: AuthenticationSession | undefined): EditorSession | undefined {
  return session && { id: session.id, user: session.account.id, token: session.accessToken };
}
