import type { Event } from '../base/event';
import { toOrigins } from './origins';
import type { Credentials, EditorAccountName } from './credentials';

/** An account of the editor, and what a provider wants to do with it. */
export interface EditorAccount {
  readonly account: EditorAccountName;
  /** Scopes, separated by blanks (RFC 6749, 3.3). */
  readonly scopes: string;
}

/** A session of the editor. */
export interface EditorSession {
  /** Of a GitHub account another one after the user has signed out and in again; of a Microsoft account the account's, always. */
  readonly id: string;
  /** The ID of the account. */
  readonly user: string;
  readonly token: string;
}

/** Credentials that name an account of the editor. */
export type EditorCredentials = Extract<Credentials, { kind: 'vscode' }>;

/** The accounts of the editor. */
export interface EditorAccounts {
  /**
   * The session of these credentials; undefined when there is none, or the user has not allowed it. It shows no dialog.
   * @throws Error while the editor cannot say, or cannot renew the token
   */
  session(credentials: EditorCredentials): Promise<EditorSession | undefined>;
  /**
   * Lets the user choose an account and allow its use.
   * @param isRenewed whether they sign in again although there is a session, since its token was refused
   * @returns undefined when they do not want to
   * @throws UserError when it fails
   */
  signIn(wanted: EditorAccount, isRenewed: boolean): Promise<EditorSession | undefined>;
  /** Fires the name of an account whose sessions changed. */
  readonly onDidChange: Event<string>;
}

/** Where there is no editor. */
export const noEditorAccounts: EditorAccounts = {
  session: () => Promise.resolve(undefined),
  signIn: () => Promise.resolve(undefined),
  onDidChange: () => ({ dispose: () => undefined }),
};

/** Scopes of Microsoft that name no service: who signs in, in which tenant, and for how long. */
const personScope = /^(openid|profile|email|offline_access|VSCODE_TENANT:[\w.-]+)$/;

/**
 * The origins that the token of an account may be sent to: GitHub's API, or the services that Microsoft's scopes name.
 * @returns nothing unless all scopes of Microsoft name the same service: a token is for one
 */
export function editorAccountOrigins({ account, scopes }: EditorAccount): readonly string[] {
  if (account === 'github') {
    return ['https://api.github.com'];
  }
  const services = scopes.split(' ').filter((scope) => scope !== '' && !personScope.test(scope));
  const origins = toOrigins(services);
  return origins.length === 1 && services.every((scope) => /^https?:\/\//.test(scope)) ? origins : [];
}

/**
 * The origins that credentials may be sent to.
 * @param origins those that they were entered for
 */
export function permittedOrigins(credentials: Credentials, origins: readonly string[]): readonly string[] {
  if (credentials.kind !== 'vscode') {
    return origins;
  }
  const ofAccount = editorAccountOrigins(credentials);
  return origins.filter((origin) => ofAccount.includes(origin));
}
