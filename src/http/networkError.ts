import { FetchError } from 'node-fetch';
import { toError } from '../base/errors';
import { omitUndefined } from '../base/omitUndefined';
import { RequestError, type FailureKind } from './failure';

// What Node and OpenSSL call what goes wrong. Anything else that the system reports means that there is no connection.
const kindOfCode: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|CRL_|INVALID_|EPROTO$|HOSTNAME_MISMATCH$)/, 'tls'],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timeout'],
  [/^HPE_HEADER_OVERFLOW$/, 'too-large'],
  // Neither HTTP nor the compression that its header promises.
  [/^(HPE_|Z_|ERR__ERROR_FORMAT)/, 'not-json'],
  // A header that cannot be sent, from a template of the user's.
  [/^ERR_INVALID_(CHAR|HTTP_TOKEN)$/, 'rejected'],
];

/** How VS Code words that it cannot reach a proxy; the rest of it names the proxy, maybe with a password. */
const proxyFailed = /Failed to establish a socket connection to proxies/;

/**
 * The failure that an error of Node's network stack stands for. A connection that is cut in mid-answer counts as
 * `offline`, like one that is reset. An error of any other origin comes back as it is: it is a fault of ours.
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
  return new RequestError(omitUndefined({ kind, host, code }));
}
