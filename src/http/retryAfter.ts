const httpDate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * The earliest time for another request, from a `Retry-After` header (RFC 9110, 10.2.3): whole seconds or an HTTP date.
 * A date that has passed means now.
 * @param receivedAt when the header came, ms since the epoch
 * @returns ms since the epoch; nothing when the header is absent or anything else
 */
export function toRetryAt(header: string | undefined, receivedAt: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) {
    return receivedAt + Number(text) * 1000;
  }
  const at = httpDate.test(text) ? Date.parse(text) : NaN;
  // A date such as 31 February is read as another day; its text gives it away.
  return new Date(at).toString() !== 'Invalid Date' && new Date(at).toUTCString() === text
    ? Math.max(at, receivedAt)
    : undefined;
}
