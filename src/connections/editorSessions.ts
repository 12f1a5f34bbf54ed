import type { CredentialVault, StoredCredentials } from '../auth/credentialVault';
import type { EditorAccounts, EditorSession } from '../auth/editorAccount';
import { toError } from '../base/errors';
import type { Logger } from '../base/log';

/** Knows whether the editor is signed in to the accounts that connections use, and whether anew. */
export class EditorSessions {
  /** The connections whose account had no session when this window last looked. */
  private readonly signedOut = new Set<string>();

  constructor(
    private readonly accounts: EditorAccounts,
    private readonly vault: Pick<CredentialVault, 'noteSession'>,
    private readonly log?: Pick<Logger, 'warn'>,
  ) {}

  /**
   * The version of a connection's credentials. A new session is like new credentials: it gives them a new version, which ends
   * the rejection of the last. A session is new when its ID is, or when there was none before: an account of Microsoft has the
   * same ID after the user has signed out and in again.
   * @returns undefined while the editor is not signed in to their account
   */
  async versionOf(connection: string, stored: StoredCredentials): Promise<number | undefined> {
    const { version, credentials, session: known } = stored;
    if (credentials.kind !== 'vscode') {
      return version;
    }
    let session: EditorSession | undefined;
    try {
      session = await this.accounts.session(credentials);
    } catch {
      // It may be renewed later. Until then each request fails with a sentence that says so.
      return version;
    }
    if (!session) {
      this.signedOut.add(connection);
      return undefined;
    }
    if (session.id === known && !this.signedOut.has(connection)) {
      return version;
    }
    try {
      const stored = await this.vault.noteSession(connection, version, session.id, known !== undefined);
      this.signedOut.delete(connection);
      return stored;
    } catch (error) {
      this.log?.warn(`The session of ${connection} could not be noted: ${toError(error).message}`);
      return version;
    }
  }
}
