import { sha256Hex } from '../digest';

/** The parts of a request that a signature covers. */
export interface SignedParts {
  readonly method: string;
  /** The address as it is sent. */
  readonly url: string;
  /** The headers to sign, `host` among them, and no others; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/**
 * The text that Huawei's AK/SK signature and KooDrive's app signature are computed from: method, path, query, headers,
 * names of the headers and hash of the body, each on a line. From Huawei's API request signing guide.
 */
export function toCanonicalRequest({ method, url, headers, body = '' }: SignedParts): string {
  const { pathname, searchParams } = new URL(url);
  const names = Object.keys(headers).sort();
  const headerLines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join('');
  return [
    method.toUpperCase(),
    canonicalPath(pathname),
    canonicalQuery(searchParams),
    headerLines,
    names.join(';'),
    sha256Hex(body),
  ].join('\n');
}

/** The names in the order and form in which the signature states them: `host;x-sdk-date`. */
export function toSignedNames(headers: Readonly<Record<string, string>>): string {
  return Object.keys(headers).sort().join(';');
}

/** Percent-decodes a text; one that is not percent-encoded, such as `100%`, comes back as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// The slash at the end is signed but never sent.
function canonicalPath(pathname: string): string {
  // A stray percent sign is sent as it is, so it is signed as a plain character.
  const encoded = percentDecode(pathname).split('/').map(encode).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .sort(([key, value], [otherKey, otherValue]) => compare(key, otherKey) || compare(value, otherValue))
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join('&');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

// RFC 3986: encodeURIComponent leaves these five bare.
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
