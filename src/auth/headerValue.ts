import { RequestError } from '../http/failure';

// Tab and the visible characters of Latin-1, which is all that HTTP lets a header carry (RFC 9110, 5.5).
const allowed = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether a header can carry this text: no line breaks, no control characters, nothing past Latin-1. */
export function isHeaderValue(text: string): boolean {
  return allowed.test(text);
}

/**
 * The text as a header's value, without surrounding blanks.
 * @throws RequestError `unauthorised` when no header can carry it: such credentials cannot be right, and only new ones help
 */
export function toHeaderValue(text: string): string {
  const value = text.trim();
  if (!isHeaderValue(value)) {
    throw new RequestError({ kind: 'unauthorised', code: 'ERR_INVALID_CHAR' });
  }
  return value;
}
