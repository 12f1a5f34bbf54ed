import type { Clock } from '../../base/clock';
import { RequestError } from '../../http/failure';
import type { HttpRequest, HttpResponse } from '../../http/request';
import type { Credentials } from '../credentials';
import { redactSecrets } from '../redactSecrets';
import { TokenCache, type IssuedToken } from '../tokenCache';
import {
  atTokenEndpoint,
  isClientRefused,
  readClientToken,
  toClientTokenRequest,
  type OAuthClient,
  type SecretPlace,
} from './clientToken';

type ClientCredentials = Extract<Credentials, { kind: 'oauth-client' }>;

/** Exchanges the IDs and secrets of OAuth clients for tokens. Calls that wait for the same token share one request. */
export class OAuthSessions {
  private readonly tokens: TokenCache<IssuedToken>;
  /** Token endpoints that take the secret only in the body. The next request to them has it there at once. */
  private readonly wantingBody = new Set<string>();

  /** @param send sends a request; rejects with RequestError */
  constructor(
    private readonly send: (request: HttpRequest) => Promise<HttpResponse>,
    clock: Clock,
  ) {
    this.tokens = new TokenCache(clock);
  }

  /** The client's token, issued where there is none. @throws RequestError with the step `sign-in` */
  async token(client: OAuthClient, credentials: ClientCredentials): Promise<string> {
    return (await this.tokens.get(keyOf(client, credentials), () => this.issue(client, credentials))).token;
  }

  /** Forgets a token that a service rejected. One that was renewed meanwhile stays. */
  forget(client: OAuthClient, credentials: ClientCredentials, token: string): Promise<void> {
    return this.tokens.forget(keyOf(client, credentials), token);
  }

  private async issue(client: OAuthClient, credentials: ClientCredentials): Promise<IssuedToken> {
    const { tokenUrl } = client;
    const place = this.wantingBody.has(tokenUrl) ? 'body' : 'header';
    const first = await this.request(client, credentials, place);
    if (first.ok) {
      return first.value;
    }
    if (place === 'header' && isClientRefused(first.failure)) {
      const second = await this.request(client, credentials, 'body');
      if (second.ok) {
        this.wantingBody.add(tokenUrl);
        return second.value;
      }
    }
    throw new RequestError(first.failure);
  }

  private async request(
    client: OAuthClient,
    credentials: ClientCredentials,
    place: SecretPlace,
  ): Promise<ReturnType<typeof readClientToken>> {
    try {
      const response = await this.send(toClientTokenRequest(client, credentials, place));
      const result = readClientToken(response);
      if (result.ok) {
        return result;
      }
      const clean = readClientToken(redactSecrets(response, credentials));
      return { ok: false, failure: atTokenEndpoint(clean.ok ? result.failure : clean.failure, client) };
    } catch (error) {
      throw error instanceof RequestError
        ? new RequestError(atTokenEndpoint(error.failure, client), { cause: error })
        : error;
    }
  }
}

/** Clients that differ in anything have tokens of their own, so that the test of a draft affects no saved connection. */
function keyOf(client: OAuthClient, credentials: ClientCredentials): string {
  return JSON.stringify([client, credentials]);
}
