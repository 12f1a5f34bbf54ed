import type { CredentialVault } from '../auth/credentialVault';
import type { Credentials } from '../auth/credentials';
import type { EditorAccounts } from '../auth/editorAccount';
import { omitUndefined } from '../base/omitUndefined';

/** Knows whether the editor is signed in to the accounts that connections use. */
export class EditorSessions {
  /** The last session that each connection used. */
  private readonly last = new Map<string, string>();

  constructor(
    private readonly accounts: EditorAccounts,
    private readonly vault: CredentialVault,
  ) {}

  /** Whether the editor has the session that the credentials name; true for other credentials. */
  async has(connection: string, credentials: Credentials): Promise<boolean> {
    if (credentials.kind !== 'vscode') {
      return true;
    }
    const session = await this.accounts.session(credentials);
    if (session) {
      this.last.set(connection, session.id);
    }
    return session !== undefined;
  }

  /**
   * Looks for new sessions of an account. One is like new credentials: they get a new version, which ends the rejection of the
   * last.
   */
  async follow(account: string, connections: readonly string[]): Promise<void> {
    for (const connection of connections) {
      const { credentials, origins } = (await this.vault.read(connection)) ?? {};
      if (credentials?.kind === 'vscode' && credentials.account === account) {
        const last = this.last.get(connection);
        const session = await this.accounts.session(credentials);
        if (session && last !== undefined && session.id !== last) {
          this.last.set(connection, session.id);
          await this.vault.write(connection, credentials, omitUndefined({ origins }));
        }
      }
    }
  }
}
