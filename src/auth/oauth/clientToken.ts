import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import { explained, type FailureKind, type RequestFailure } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';
import { readFailure, toFailure } from '../../http/failureParser';
import { readJson } from '../../http/jsonBody';
import type { HttpRequest, HttpResponse } from '../../http/request';
import type { Credentials } from '../credentials';
import { renewalTime, type IssuedToken } from '../tokenCache';

/** Where a client's ID and secret are exchanged for a token, and what the token is for. */
export interface OAuthClient {
  /** The token endpoint. */
  readonly tokenUrl: string;
  /** Scopes, separated by spaces. */
  readonly scope?: string;
  /** The service that the token is for, where the authorization server serves several. */
  readonly audience?: string;
}

type ClientCredentials = Extract<Credentials, { kind: 'oauth-client' }>;

/** Where the secret is: servers must take the header (RFC 6749, 2.3.1), and some take only the body. */
export type SecretPlace = 'header' | 'body';

/** What is assumed of a token that does not say how long it lives (ms). */
const usualLifetime = 60 * 60_000;

/** The request for a token: the client credentials grant (RFC 6749, 4.4). */
export function toClientTokenRequest(
  { tokenUrl, scope, audience }: OAuthClient,
  { clientId, clientSecret }: ClientCredentials,
  place: SecretPlace,
): HttpRequest {
  const inBody = place === 'body' ? { client_id: clientId, client_secret: clientSecret } : {};
  const parameters = {
    grant_type: 'client_credentials',
    ...(scope && { scope }),
    ...(audience && { audience }),
    ...inBody,
  };
  return {
    method: 'POST',
    url: tokenUrl,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(place === 'header' && { authorization: `Basic ${clientUserPass({ clientId, clientSecret })}` }),
    },
    body: new URLSearchParams(parameters).toString(),
  };
}

/** Parses the response to {@link toClientTokenRequest} (RFC 6749, 5.1 and 5.2). */
export function readClientToken(
  response: HttpResponse,
): { readonly ok: true; readonly value: IssuedToken } | { readonly ok: false; readonly failure: RequestFailure } {
  const { status } = response;
  if (status < 200 || status >= 300) {
    return { ok: false, failure: toTokenFailure(response) };
  }
  const json = readJson(response);
  if (!json.ok) {
    return json;
  }
  const { access_token: token, token_type: type, expires_in: seconds } = isJsonObject(json.value) ? json.value : {};
  if (typeof token !== 'string' || token === '') {
    // Some servers refuse with a good status.
    const failure = readFailure(response)
      ? toTokenFailure(response)
      : { kind: 'unexpected-shape' as const, status, detail: 'no access_token' };
    return { ok: false, failure };
  }
  // Apigee says BearerToken.
  if (typeof type === 'string' && !/^bearer/i.test(type)) {
    return { ok: false, failure: { kind: 'unexpected-shape', status, detail: `token_type ${type.slice(0, 40)}` } };
  }
  const stated = Number(seconds) * 1_000;
  return { ok: true, value: { token, expiresAt: renewalTime(response.sentAt, stated > 0 ? stated : usualLifetime) } };
}

/** The failure of an error response (RFC 6749, 5.2): its `error` is the code. */
function toTokenFailure(response: HttpResponse): RequestFailure {
  const failure = toFailure(response);
  const json = readJson(response);
  const code = json.ok && isJsonObject(json.value) ? json.value['error'] : undefined;
  return typeof code === 'string' && /^\w{1,64}$/.test(code)
    ? { ...failure, code, kind: kindOfCode(code) ?? failure.kind }
    : failure;
}

/** Whether the same client may be accepted with its secret in the other place. */
export function isClientRefused({ status, code }: RequestFailure): boolean {
  return status === 401 || (status === 400 && (code === 'invalid_client' || code === 'invalid_request'));
}

/** Marks a failure of the token endpoint as one of a step that all tasks of the connection share. */
export function atTokenEndpoint(failure: RequestFailure, { tokenUrl }: OAuthClient): RequestFailure {
  const host = URL.parse(tokenUrl)?.host;
  const kind = failure.kind === 'not-found' ? 'address' : failure.kind;
  const marked: RequestFailure = { ...(host ? { host } : {}), ...failure, kind, step: 'sign-in' };
  return explained(marked, () =>
    kind === 'unauthorised'
      ? message('Sign-in failed ({0}). Check the client ID and the client secret.', quoteFailure(marked))
      : kind === 'rejected'
        ? message(
            'The token endpoint rejected the request ({0}). Check its address and the scope.',
            quoteFailure(marked),
          )
        : undefined,
  );
}

function kindOfCode(code: string): FailureKind | undefined {
  switch (code) {
    case 'invalid_client':
    case 'unauthorized_client':
    case 'invalid_grant':
      return 'unauthorised';
    case 'invalid_scope':
    case 'invalid_request':
    case 'unsupported_grant_type':
      return 'rejected';
    default:
      return undefined;
  }
}

/** A client's ID and secret as HTTP's basic authentication has them (RFC 6749, 2.3.1). */
export function clientUserPass({
  clientId,
  clientSecret,
}: Pick<ClientCredentials, 'clientId' | 'clientSecret'>): string {
  return Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString('base64');
}

/** The encoding of RFC 6749, 2.3.1 and appendix B: as in a form. */
export function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
