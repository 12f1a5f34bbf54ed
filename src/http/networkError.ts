import { FetchError } from 'node-fetch';
import { toError } from '../base/errors';
import { omitUndefined } from '../base/omitUndefined';
import { RequestError, type FailureKind } from './failure';

// Error codes of Node and OpenSSL. Any other code of the system means that there is no connection.
const kindOfCode: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|CRL_|INVALID_|EPROTO$|HOSTNAME_MISMATCH$)/, 'tls'],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timeout'],
  [/^HPE_HEADER_OVERFLOW$/, 'too-large'],
  // Invalid HTTP, or not the compression that the header names.
  [/^(HPE_|Z_|ERR__ERROR_FORMAT)/, 'not-json'],
  // A header that cannot be sent, from a user's template.
  [/^ERR_INVALID_(CHAR|HTTP_TOKEN)$/, 'rejected'],
];

/** No service sends these: a gateway or a proxy did. A body that ends too soon is none of them, since it may be this response's alone. */
const notOfService = /^(HPE_|Z_DATA_ERROR$|ERR__ERROR_FORMAT)/;

/** Whether an open connection was lost before a response came, so that a request on a new one may succeed. */
export function isLostConnection(thrown: unknown): boolean {
  return thrown instanceof FetchError && /^(ECONNRESET|EPIPE|ECONNABORTED)$/.test(thrown.code ?? '');
}

/** VS Code's message for an unreachable proxy; the rest of it names the proxy, maybe with a password. */
const proxyFailed = /Failed to establish a socket connection to proxies/;

/**
 * Maps an error of Node's network stack to a failure. A connection that is cut in the middle of a response counts as
 * `offline`, like one that is reset. Returns any other error unchanged: it is a bug.
 */
export function toNetworkError(thrown: unknown, host: string): Error {
  const error = toError(thrown);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined && !(error instanceof FetchError)) {
    return error;
  }
  if (code === undefined && proxyFailed.test(error.message)) {
    return new RequestError({ kind: 'offline', host, byProxy: true });
  }
  const kind = kindOfCode.find(([pattern]) => pattern.test(code ?? ''))?.[1] ?? 'offline';
  const scope = kind === 'not-json' && notOfService.test(code ?? '') ? ('service' as const) : undefined;
  return new RequestError(omitUndefined({ kind, host, code, scope }));
}
