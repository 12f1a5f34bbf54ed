import { RequestError } from './failure';

/**
 * Parses and checks the address of a request: https, or http to this machine, without a user or password.
 * @throws RequestError `address`
 */
export function parseAddress(text: string): URL {
  const url = URL.parse(text);
  if (!url) {
    throw new RequestError({ kind: 'address' });
  }
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!isSafe || url.username !== '' || url.password !== '') {
    throw new RequestError({ kind: 'address', host: url.host });
  }
  return url;
}

/** Whether a host, in the form that `URL` gives it, is this machine: 127.0.0.0/8, `[::1]` or `localhost`. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
