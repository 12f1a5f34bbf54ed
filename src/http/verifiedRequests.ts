import type { ClientRequest } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { unverifiedCode } from './failure';

/**
 * Runs `send` so that the HTTPS requests that it makes at once are verified, although `NODE_TLS_REJECT_UNAUTHORIZED` or Node's
 * global agent says otherwise: any extension in the host can set these.
 *
 * node-fetch passes on no option but the agent, and VS Code replaces the agent. So `https.request`, as VS Code made it, gets
 * the option while `send` runs. Options of the global agent take precedence over those of a request; a request that they would
 * leave unverified fails before anything is written.
 */
export function withVerification<T>(send: () => T): T {
  const { request } = https;
  https.request = ((...args: Parameters<typeof request>) => verified(request, args)) as typeof request;
  try {
    return send();
  } finally {
    https.request = request;
  }
}

function verified(
  request: typeof https.request,
  [url, options, ...others]: Parameters<typeof https.request>,
): ClientRequest {
  const sent = request(url, { ...options, rejectUnauthorized: true }, ...others);
  return sent.prependOnceListener('socket', (socket) => {
    if (isUnverified(socket)) {
      sent.destroy(Object.assign(new Error('The certificate would not be verified.'), { code: unverifiedCode }));
    }
  });
}

// Node keeps the options that a TLS socket was made with, also of one that is used again.
function isUnverified(socket: Socket & { readonly _tlsOptions?: { readonly rejectUnauthorized?: boolean } }): boolean {
  return socket._tlsOptions?.rejectUnauthorized === false;
}
