/**
 * Builds a URL.
 * @param base a base URL, which may have a path and end in slashes
 * @param segments parts of the path, not yet encoded; none can reach another part of the URL
 * @param query names and values, not yet encoded; absent values are left out
 */
export function toAddress(
  base: string,
  segments: readonly string[],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const path = [base.trim().replace(/\/+$/, ''), ...segments.map(encodeSegment)].join('/');
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodePart(name)}=${encodePart(value)}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** Encodes all characters but the unreserved ones of RFC 3986, as the signatures do. Half a surrogate pair becomes U+FFFD. */
export function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

// A URL parser resolves `..` and also `%2E%2E`; encoded twice, it stays a name.
function encodeSegment(segment: string): string {
  return segment === '.' || segment === '..' ? segment.replaceAll('.', '%252E') : encodePart(segment);
}

/** Whether the host of a base URL is `domain` or a subdomain. False for an invalid URL. */
export function isWithinDomain(base: string, domain: string): boolean {
  const host = URL.canParse(base) ? new URL(base).hostname : '';
  return host === domain || host.endsWith(`.${domain}`);
}

/** A link that a browser can open; undefined for anything else. */
export function webAddress(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\/./i.test(value) ? value : undefined;
}
