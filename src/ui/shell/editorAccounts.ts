import type { authentication, AuthenticationGetSessionOptions, AuthenticationSession } from 'vscode';
import type { EditorAccount, EditorAccounts, EditorSession } from '../../auth/editorAccount';
import { toError, UserError } from '../../base/errors';
import { message } from '../../base/message';

/** The part of VS Code's API that signs in. */
export type EditorAuthentication = Pick<typeof authentication, 'getAccounts' | 'getSession' | 'onDidChangeSessions'>;

/** The GitHub and Microsoft accounts that the user has in this editor. */
export function createEditorAccounts(editor: EditorAuthentication): EditorAccounts {
  async function getSession(
    { account, scopes }: EditorAccount,
    options: AuthenticationGetSessionOptions,
  ): Promise<EditorSession | undefined> {
    return toSession(await editor.getSession(account, scopes.split(' '), options));
  }

  return {
    async session(credentials) {
      const accounts = await editor.getAccounts(credentials.account);
      const account = accounts.find(({ id }) => id === credentials.user);
      if (!account) {
        return undefined;
      }
      const session = await getSession(credentials, { account, silent: true });
      if (!session && credentials.account === 'microsoft') {
        // Its provider skips an account whose token it cannot renew, for example offline (`getAllSessionsForPca`).
        throw new Error('The token of a Microsoft account was not renewed.');
      }
      return session;
    },
    async signIn(wanted, isRenewed) {
      try {
        return await getSession(
          wanted,
          isRenewed ? { forceNewSession: true } : { createIfNone: true, clearSessionPreference: true },
        );
      } catch (error) {
        if (isRefusal(error)) {
          return undefined;
        }
        const name = wanted.account === 'github' ? 'GitHub' : 'Microsoft';
        throw new UserError(
          message(
            'The editor could not sign in to a {0} account. Check the network, and that the extension for {0} accounts is enabled.',
            name,
          ),
          { cause: error },
        );
      }
    },
    onDidChange: (listener) => editor.onDidChangeSessions(({ provider }) => listener(provider.id)),
  };
}

/**
 * Whether the user refused to sign in. VS Code has no error of its own for that: its dialog rejects with one text, its list of
 * accounts with another, a closed prompt is "Canceled", and each provider has its own.
 */
function isRefusal(error: unknown): boolean {
  const { name, message: text } = toError(error);
  return name === 'Canceled' || /^(cancell?ed\b|user did not consent|user_cancell?ed\b|user cancell?ed\b)/i.test(text);
}

function toSession(session: AuthenticationSession | undefined): EditorSession | undefined {
  return session && { id: session.id, user: session.account.id, token: session.accessToken };
}
