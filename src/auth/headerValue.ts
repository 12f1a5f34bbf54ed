import { message, type Message } from '../base/message';
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

/** Checks a header's name (RFC 9110, 5.6.2). Headers that HTTP itself needs are not allowed. */
export function headerNameProblem(value: string): Message | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(value)) {
    return message('A header name holds letters, digits and dashes only.');
  }
  return /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer)$/i.test(value)
    ? message('The header {0} belongs to the connection and cannot be set.', value)
    : undefined;
}
