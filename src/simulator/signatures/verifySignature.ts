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

/** What a check of a signature found. `problem` is for the answer to whoever sent it. */
export type Verification<Found> = ({ readonly ok: true } & Found) | { readonly ok: false; readonly problem: string };

/** How far a date may be from the server's time, in ms, to either side. */
export interface DateWindow {
  readonly past: number;
  readonly future: number;
}

/** Fifteen minutes, in ms: how long Huawei's gateways accept a date. */
export const quarterOfAnHour = 15 * 60_000;

/** What an `Authorization` header states. */
export interface StatedSignature {
  /** The access key or the app id. */
  readonly id: string;
  readonly signedNames: readonly string[];
  readonly signature: string;
}

/** Takes an `Authorization` header apart; nothing when it is not of this algorithm and form. */
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
  for (const part of rest.join(' ').split(',')) {
    const [name = '', value = ''] = part.trim().split(/=(.*)/s);
    stated.set(name, value);
  }
  const id = stated.get(idName);
  const names = stated.get('SignedHeaders');
  const signature = stated.get('Signature');
  return id && names && signature ? { id, signedNames: names.split(';'), signature } : undefined;
}

/** A header of a received request as one text. */
export function headerOf({ headers }: ReceivedRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

/** What the sender says it signed; nothing when it lists a header that it did not send. */
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

/** Says what is wrong with a signature's date; nothing when it is fine. @param now ms since the epoch */
export function dateProblem(date: string | undefined, now: number, window: DateWindow): string | undefined {
  const at = fromBasicDate(date ?? '');
  if (at === undefined) {
    return 'the date of the signature is missing or malformed';
  }
  // Dates are whole seconds, so a second is no difference.
  return at < now - window.past - 1000 || at > now + window.future + 1000 ? 'the signature has expired' : undefined;
}
