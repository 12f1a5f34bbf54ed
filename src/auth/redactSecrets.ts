import type { HttpResponse } from '../http/request';
import type { Credentials } from './credentials';
import { toKooDriveAuthorization } from './koodrive/token';

const mask = '•••';

/**
 * An answer in which these credentials do not stand, neither in its body nor in a header: gateways and debugging services
 * echo what they were sent, and an answer is kept, shown and exported. What is too short or too ordinary to be told from
 * other text stays.
 */
export function redactSecrets(response: HttpResponse, credentials: Credentials): HttpResponse {
  const isGood = response.status >= 200 && response.status < 300;
  const traces = secretsOf(credentials)
    .filter((secret) => isTelling(secret, isGood))
    .flatMap(formsOf)
    // A longer one may hold a shorter one.
    .sort((one, other) => other.length - one.length);
  const clean = (text: string): string => traces.reduce((left, trace) => left.replaceAll(trace, mask), text);
  const headers = Object.entries(response.headers).map(([name, value]) => [name, clean(value)] as const);
  return { ...response, headers: Object.fromEntries(headers), body: clean(response.body) };
}

/** The secrets as they are sent, without the words that stand before them. */
function secretsOf(credentials: Credentials): readonly string[] {
  switch (credentials.kind) {
    case 'aksk':
      return [credentials.secretKey.trim(), credentials.securityToken?.trim() ?? ''];
    case 'iam-password':
      return [credentials.password];
    case 'koodrive-token':
      return [toKooDriveAuthorization(credentials.token).replace(/^bearer[+ ]\s*/i, '')];
    case 'koodrive-app':
      return [credentials.appSecret.trim()];
    case 'iam-token':
    case 'access-token':
    case 'bearer':
      return [credentials.token.trim().replace(/^bearer\s+/i, '')];
    case 'header':
      return [credentials.value.trim()];
    case 'basic':
      return [credentials.password, Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')];
    case 'none':
      return [];
  }
}

/** Whether a text can only be the secret. A good answer must not lose a number or a word that means something in it. */
function isTelling(secret: string, isGood: boolean): boolean {
  const isMixed = /\d/.test(secret) && /\D/.test(secret);
  return secret.length >= 6 && /\D/.test(secret) && (!isGood || secret.length >= (isMixed ? 8 : 16));
}

/** How a secret may be written: as it is, within JSON, within an address, and within something in Base64. */
function formsOf(secret: string): readonly string[] {
  const inAddress = encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '\uFFFD'));
  const base64 = ['', 'x', 'xx'].map((before) => inBase64(secret, before));
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    // As PHP writes it.
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
    inAddress,
    inAddress.replace(/%../g, (escape) => escape.toLowerCase()),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** What Base64 makes of a text wherever it stands, without the ends, which depend on what is beside it. */
function inBase64(text: string, before: string): string {
  const encoded = Buffer.from(before + text)
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(before === '' ? 0 : before.length + 1, -1);
}
