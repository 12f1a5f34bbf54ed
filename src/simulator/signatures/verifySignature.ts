import { fromBasicDate } from '../../auth/dates';
import type { SignedParts } from '../../auth/huawei/canonicalRequest';

/** A signed request as a server received it. */
export interface ReceivedRequest {
  readonly method: string;
  /** An absolute address, or the path and query of the request line. */
  readonly url: string;
  /** Names in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string;
}

/** The result of a signature check. `problem` is for the response. */
export type Verification<Found> = ({ readonly ok: true } & Found) | { readonly ok: false; readonly problem: string };

/** How far a date may be from the server's time. */
export interface DateWindow {
  readonly pastMs: number;
  readonly futureMs: number;
}

/** How far Huawei's gateways let a date differ from their time. */
export const dateToleranceMs = 15 * 60_000;

/** The content of an `Authorization` header. */
export interface StatedSignature {
  /** The access key or the app id. */
  readonly id: string;
  readonly signedNames: readonly string[];
  readonly signature: string;
}

/** Parses an `Authorization` header. @returns undefined when it has another algorithm or format */
export function readStatedSignature(
  header: string | undefined,
  algorithm: string,
  idName: string,
): StatedSignature | undefined {
  const [start, ...rest] = (header ?? '').split(' ');
  if (start !== algorithm) {
    return undefined;
  }
  const stated = new Map<string, string>();
  for (const pair of rest.join(' ').split(',')) {
    const [name = '', value = ''] = pair.trim().split(/=(.*)/s);
    stated.set(name, value);
  }
  const id = stated.get(idName);
  const names = stated.get('SignedHeaders');
  const signature = stated.get('Signature');
  return id && names && signature ? { id, signedNames: names.split(';'), signature } : undefined;
}

/** Returns a header of a received request as one string. */
export function headerOf({ headers }: ReceivedRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

/** Returns the signed parts of a request; undefined when a signed header is missing. */
export function toSignedParts(request: ReceivedRequest, names: readonly string[]): SignedParts | undefined {
  const address = URL.parse(request.url, `http://${headerOf(request, 'host') ?? 'no-host.invalid'}`);
  if (!address) {
    return undefined;
  }
  const headers: Record<string, string> = {};
  for (const name of names) {
    const value = headerOf(request, name) ?? (name === 'host' ? address.host : undefined);
    if (value === undefined) {
      return undefined;
    }
    headers[name] = value;
  }
  return { method: request.method, url: address.href, headers, body: request.body };
}

/** Checks the date of a signature. @param now ms since the epoch @returns the problem, if there is one */
export function dateProblem(date: string | undefined, now: number, window: DateWindow): string | undefined {
  const at = fromBasicDate(date ?? '');
  if (at === undefined) {
    return 'the date of the signature is missing or malformed';
  }
  // Dates are in whole seconds, so tolerate one more.
  return at < now - window.pastMs - 1000 || at > now + window.futureMs + 1000 ? 'the signature has expired' : undefined;
}
