import { message, type Message } from '../base/message';
import { isLoopback } from '../http/address';
import type { ConnectionField } from './provider';

/** A base URL that is used in place of the usual one. */
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

/** Says what is wrong with a base URL. */
export function validateBaseUrl(value: string): Message | undefined {
  return isBaseUrl(value)
    ? undefined
    : message('Enter an address that starts with https://; http:// only for this machine.');
}

// Plain http stays on this machine; the client that sends the requests insists on it too.
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
