import type { Clock } from '../../base/clock';
import { RequestError } from '../../http/failure';
import type { HttpRequest, HttpResponse } from '../../http/request';
import type { Credentials } from '../credentials';
import {
  isReceipt,
  readToken,
  toTokenRequest,
  wantsProjectDomain,
  type IamPasscode,
  type IamScope,
  type IamToken,
  type PersistedToken,
} from './iamPassword';
import { redactSecrets } from '../redactSecrets';
import { TokenCache } from '../tokenCache';
import { atStep } from './sharedStep';

type PasswordCredentials = Extract<Credentials, { kind: 'iam-password' }>;

/** An account at an identity service, and the project that its tokens are for. */
export interface IamAccount {
  /** Base URL of the identity service. */
  readonly endpoint: string;
  readonly scope: IamScope;
  readonly credentials: PasswordCredentials;
}

/**
 * Exchanges IAM passwords for tokens, and keeps these in memory until they must be renewed. Calls that wait for the same token
 * share one request.
 */
export class IamSessions {
  private readonly tokens: TokenCache<IamToken>;
  /** Endpoints that require the domain beside a project's name. The next request to them names it at once. */
  private readonly wantingDomain = new Set<string>();

  /** @param send sends a request; rejects with RequestError */
  constructor(
    private readonly send: (request: HttpRequest) => Promise<HttpResponse>,
    clock: Clock,
  ) {
    this.tokens = new TokenCache(clock);
  }

  /**
   * The account's token, fetched where there is none.
   * @param persistedToken one from an earlier session or another window
   * @throws RequestError with the step `sign-in`; most services say `unauthorised` whatever is wrong
   */
  token(account: IamAccount, persistedToken?: PersistedToken): Promise<IamToken> {
    const persisted = persistedToken?.place === placeOf(account) ? persistedToken : undefined;
    return this.tokens.get(keyOf(account), () => this.fetch(account), persisted);
  }

  /** Fetches a new token, with the second factor where one is given. @throws RequestError */
  async signIn(account: IamAccount, passcode?: IamPasscode): Promise<PersistedToken> {
    const token = await this.tokens.renew(keyOf(account), () => this.fetch(account, passcode));
    return { ...token, place: placeOf(account) };
  }

  /** Forgets a token that a service rejected. One that was renewed meanwhile stays. */
  forget(account: IamAccount, token: string): Promise<void> {
    return this.tokens.forget(keyOf(account), token);
  }

  private async fetch(account: IamAccount, passcode?: IamPasscode): Promise<IamToken> {
    const { endpoint } = account;
    const first = await this.request(account, { passcode, withDomain: this.wantingDomain.has(endpoint) });
    if (first.ok) {
      return first.value;
    }
    if (!wantsProjectDomain(first.failure)) {
      throw new RequestError(first.failure);
    }
    this.wantingDomain.add(endpoint);
    const second = await this.request(account, { passcode, withDomain: true });
    if (!second.ok) {
      throw new RequestError(second.failure);
    }
    return second.value;
  }

  private async request(
    { endpoint, credentials, scope }: IamAccount,
    options: Parameters<typeof toTokenRequest>[3],
  ): Promise<ReturnType<typeof readToken>> {
    try {
      const response = redactSecrets(
        await this.send(toTokenRequest(endpoint, credentials, scope, options)),
        credentials,
      );
      const result = readToken(response);
      return result.ok
        ? result
        : { ok: false, failure: atStep('sign-in', result.failure, endpoint, isReceipt(response)) };
    } catch (error) {
      throw error instanceof RequestError
        ? new RequestError(atStep('sign-in', error.failure, endpoint), { cause: error })
        : error;
    }
  }
}

function placeOf({ endpoint, scope }: IamAccount): string {
  return JSON.stringify([endpoint, scope]);
}

/**
 * Accounts that differ in anything have sessions of their own. So the test of a draft with other credentials affects no saved
 * connection.
 */
function keyOf({ endpoint, scope, credentials }: IamAccount): string {
  return JSON.stringify([endpoint, scope, credentials]);
}
