import type { SigningCredentials } from '../auth/authenticate';
import { CommandTokens } from '../auth/command/commandTokens';
import { runCommand } from '../auth/command/runCommand';
import type { EditorAccounts, EditorCredentials, EditorSession } from '../auth/editorAccount';
import type { Credentials } from '../auth/credentials';
import { iamEndpoint } from '../auth/huawei/iamEndpoint';
import type { IamPasscode, PersistedToken } from '../auth/huawei/iamPassword';
import { IamSessions, type IamAccount } from '../auth/huawei/iamSessions';
import type { OAuthClient } from '../auth/oauth/clientToken';
import { OAuthSessions } from '../auth/oauth/oauthSessions';
import type { Clock } from '../base/clock';
import { message } from '../base/message';
import type { Connection } from '../connections/connection';
import { RequestError } from '../http/failure';
import type { HttpRequest, HttpResponse } from '../http/request';
import type { Provider } from '../providers/provider';
import type { CallContext } from './callContext';
import { checkOrigin } from './checkOrigin';

/** The tokens that credentials are exchanged for: an IAM user's, an OAuth client's, those that a command prints, and those that the editor has. */
export class IssuedTokens {
  /** By the CA file of the connection, since requests for tokens need it, too; `undefined` without one. */
  private readonly sessions = new Map<string | undefined, IamSessions>();
  private readonly clients = new Map<string | undefined, OAuthSessions>();
  private readonly commands: CommandTokens;

  /** @param mayRunCommands whether the user trusts the workspace; read for each command */
  constructor(
    private readonly send: (request: HttpRequest, connection: Connection) => Promise<HttpResponse>,
    private readonly clock: Clock,
    mayRunCommands: () => boolean,
    private readonly accounts: EditorAccounts,
  ) {
    this.commands = new CommandTokens(clock, runCommand, mayRunCommands);
  }

  /**
   * Exchanges the password and a passcode of an IAM user.
   * @returns undefined for other credentials
   * @throws RequestError
   */
  async signIn(
    connection: Connection,
    credentials: Credentials,
    passcode: IamPasscode,
  ): Promise<PersistedToken | undefined> {
    return credentials.kind === 'iam-password'
      ? this.sessionsOf(connection).signIn(toAccount(connection, credentials), passcode)
      : undefined;
  }

  /**
   * The credentials that requests are signed with, and the token's own project where the identity service named it.
   * @throws RequestError
   */
  async signingCredentials(
    call: CallContext,
  ): Promise<{ readonly signedAs: SigningCredentials; readonly projectId?: string }> {
    const { connection, credentials, persistedToken, provider } = call;
    switch (credentials.kind) {
      case 'command':
        return { signedAs: { kind: 'bearer', token: await this.commands.token(credentials.command) } };
      case 'vscode': {
        const session = await this.editorSession(connection, credentials);
        if (!session) {
          const explanation = message(
            'You are not signed in to the account of {0} in this editor. Update the credentials to sign in.',
            connection.name,
          );
          throw new RequestError({ kind: 'credentials-missing', step: 'sign-in', explanation });
        }
        return { signedAs: { kind: 'bearer', token: session.token } };
      }
      case 'oauth-client': {
        const client = toOAuthClient(provider, connection);
        checkOrigin(client.tokenUrl, call);
        const token = await this.clientsOf(connection).token(client, credentials);
        return { signedAs: { kind: 'bearer', token } };
      }
      case 'iam-password': {
        const account = toAccount(connection, credentials);
        checkOrigin(account.endpoint, call);
        const { token, projectId } = await this.sessionsOf(connection).token(account, persistedToken);
        return { signedAs: { kind: 'iam-token', token }, ...(projectId === undefined ? {} : { projectId }) };
      }
      default:
        return { signedAs: credentials };
    }
  }

  /** Drops a token that the service rejected. @returns whether there is another @throws RequestError */
  async forget({ connection, credentials, provider }: CallContext, signedAs: SigningCredentials): Promise<boolean> {
    if (credentials.kind === 'iam-password' && signedAs.kind === 'iam-token') {
      await this.sessionsOf(connection).forget(toAccount(connection, credentials), signedAs.token);
      return true;
    }
    if (credentials.kind === 'command' && signedAs.kind === 'bearer') {
      await this.commands.forget(credentials.command, signedAs.token);
      return true;
    }
    if (credentials.kind === 'vscode' && signedAs.kind === 'bearer') {
      // The editor renews tokens by itself.
      const session = await this.editorSession(connection, credentials);
      return session !== undefined && session.token !== signedAs.token;
    }
    if (credentials.kind === 'oauth-client' && signedAs.kind === 'bearer') {
      await this.clientsOf(connection).forget(toOAuthClient(provider, connection), credentials, signedAs.token);
      return true;
    }
    return false;
  }

  /** @throws RequestError while the editor cannot say; which mostly means that it cannot reach the service that renews the token */
  private async editorSession(
    { name }: Connection,
    credentials: EditorCredentials,
  ): Promise<EditorSession | undefined> {
    try {
      return await this.accounts.session(credentials);
    } catch (cause) {
      const explanation = message(
        'The editor cannot renew its sign-in to the account of {0} at the moment. If the network works, update the credentials to sign in again.',
        name,
      );
      throw new RequestError({ kind: 'offline', step: 'sign-in', explanation }, { cause });
    }
  }

  private sessionsOf(connection: Connection): IamSessions {
    return perCaFile(
      this.sessions,
      connection,
      () => new IamSessions((request) => this.send(request, connection), this.clock),
    );
  }

  private clientsOf(connection: Connection): OAuthSessions {
    return perCaFile(
      this.clients,
      connection,
      () => new OAuthSessions((request) => this.send(request, connection), this.clock),
    );
  }
}

/** Returns what sends its requests with a connection's file of certificates. Makes it with the first use. */
function perCaFile<T>(made: Map<string | undefined, T>, { caFile }: Connection, make: () => T): T {
  const known = made.get(caFile) ?? make();
  made.set(caFile, known);
  return known;
}

/** @throws RequestError `address` when the provider does not say where, or a field of the connection is missing */
function toOAuthClient(provider: Provider, connection: Connection): OAuthClient {
  const client = provider.oauthClient?.(connection);
  if (!client) {
    throw new RequestError({ kind: 'address', step: 'sign-in' });
  }
  return client;
}

function toAccount(connection: Connection, credentials: Extract<Credentials, { kind: 'iam-password' }>): IamAccount {
  const endpoint = iamEndpoint(connection);
  if (endpoint === undefined) {
    const explanation = message(
      'The identity service is not known. Set the region or the IAM endpoint of the connection.',
    );
    throw new RequestError({ kind: 'address', step: 'sign-in', explanation });
  }
  const { projectId, region = '' } = connection;
  const scope = projectId ? { projectId } : { projectName: region };
  return { endpoint, scope, credentials };
}
