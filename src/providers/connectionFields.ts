import { message, type Message } from '../base/message';
import { isLoopback } from '../http/address';
import type { ConnectionField } from './provider';

/** The field for a base URL that replaces the usual one. */
export function endpointField(
  usual: Pick<ConnectionField, 'hint'> & Partial<Pick<ConnectionField, 'placeholder' | 'suggestions' | 'fallback'>>,
): ConnectionField {
  return {
    key: 'endpoint',
    label: 'Endpoint',
    required: false,
    ...usual,
    validate: validateBaseUrl,
  };
}

/** The fault of a base URL; undefined when it can be used. */
export function validateBaseUrl(value: string): Message | undefined {
  return isBaseUrl(value)
    ? undefined
    : message('Enter an address that starts with https://; http:// only for this machine.');
}

// The HTTP client, too, accepts plain http only to this machine.
function isBaseUrl(value: string): boolean {
  if (!URL.canParse(value)) {
    return false;
  }
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  return (
    (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) &&
    [username, password, search, hash].every((part) => part === '')
  );
}
