import { message, type Message } from '../base/message';

/**
 * Credentials that were entered for other places than the one where a request would go. They are sent to the origins
 * (scheme, host and port) that they were entered for, and nowhere else.
 */
export interface OriginMismatch {
  /** The hosts that the credentials were entered for; empty when there are none. */
  readonly givenFor: string;
  /** The host of the request. */
  readonly goesTo: string;
}

/** The origins of absolute addresses, each once. Skips what is no address. */
export function toOrigins(urls: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(urls.flatMap((url) => (url === undefined ? [] : (originOf(url) ?? []))))];
}

/**
 * Finds an address outside of the origins that credentials were entered for.
 * @param origins those that the credentials were entered for
 * @param urls where requests would go
 * @returns undefined when the credentials may be sent to all of them
 */
export function findOriginMismatch(origins: readonly string[], urls: readonly string[]): OriginMismatch | undefined {
  const url = urls.find((each) => !origins.includes(each) && !origins.includes(originOf(each) ?? ''));
  if (url === undefined) {
    return undefined;
  }
  const hosts = origins.map(hostOf);
  const host = hostOf(url);
  // Where the hosts are the same, the scheme or the port is not.
  return hosts.includes(host)
    ? { givenFor: origins.join(', '), goesTo: originOf(url) ?? host }
    : { givenFor: hosts.join(', '), goesTo: host };
}

/** The sentence for credentials that were entered for another place. It names both. */
export function originMismatchMessage({ givenFor, goesTo }: OriginMismatch): Message {
  return givenFor === ''
    ? message(
        'The credentials were not entered for {0}, so they are not sent there. If that is the right service, update the credentials.',
        goesTo,
      )
    : message(
        'The credentials were entered for {0}, but the request would go to {1}. Correct the connection, or update its credentials if that is the right service.',
        givenFor,
        goesTo,
      );
}

// Addresses such as `data:` have the opaque origin "null".
function originOf(url: string): string | undefined {
  const origin = URL.parse(url)?.origin;
  return origin === 'null' ? undefined : origin;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
