import type { RequestFailure } from '../http/failure';
import type { HttpRequest, HttpResponse } from '../http/request';
import type { Credentials } from './credentials';
import { maskEncoded } from './encodedText';
import { toKooDriveAuthorization } from './koodrive/token';
import { clientUserPass, formEncode } from './oauth/clientToken';

/**
 * Masks a connection's secrets in responses and failures: gateways and debugging services echo requests, and responses are
 * stored, shown and exported. A secret that is too short or too ordinary stays, because other text would be masked with it.
 */
export interface Redactor {
  /** Masks the body and the headers. */
  response(response: HttpResponse): HttpResponse;
  /** Masks every text of a failure: its details, its code, its host. */
  failure(failure: RequestFailure): RequestFailure;
}

/**
 * Creates the redactor for credentials.
 * @param signed the request that was signed with them: its signature is a secret for as long as the service accepts it
 */
export function createRedactor(credentials: Credentials, signed?: HttpRequest): Redactor {
  const secrets = [...secretsOf(credentials), ...signaturesOf(signed)];
  const forms = (isGood: boolean): readonly string[] =>
    secrets.filter((each) => isDistinctive(each, isGood)).flatMap(formsOf);
  return {
    response(response) {
      const isGood = response.status >= 200 && response.status < 300;
      const found = forms(isGood);
      return found.length === 0
        ? response
        : {
            ...response,
            headers: mapTexts(response.headers, (text) => maskEncoded(text, found)),
            body: maskEncoded(response.body, found),
          };
    },
    failure(failure) {
      const found = forms(false);
      return found.length === 0 ? failure : mapTexts(failure, (text) => maskEncoded(text, found));
    },
  };
}

/** A response in which these credentials are masked. */
export function redactSecrets(response: HttpResponse, credentials: Credentials): HttpResponse {
  return createRedactor(credentials).response(response);
}

/** The secrets as they are sent, without a prefix such as `Bearer`. */
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
      // A service may echo the token without the word before it, such as `Key `.
      return [credentials.value.trim(), credentials.value.trim().replace(/^\S+\s+/, '')];
    case 'basic':
      return [credentials.password, Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')];
    case 'oauth-client':
      return [credentials.clientSecret.trim(), formEncode(credentials.clientSecret), clientUserPass(credentials)];
    case 'command':
      return [credentials.command.trim()];
    // The editor has the token; the client masks it in each response.
    case 'vscode':
    case 'none':
      return [];
  }
}

function signaturesOf(signed: HttpRequest | undefined): readonly string[] {
  const signature = /\bSignature=([\w+/=-]+)/i.exec(signed?.headers['authorization'] ?? '')?.[1];
  return signature === undefined ? [] : [signature];
}

/**
 * Whether a secret is so long and so unusual that other text does not contain it by chance. In a good response more is required,
 * so that no number or word of the task is masked.
 */
function isDistinctive(secret: string, isGood: boolean): boolean {
  if (/^\d+$/.test(secret)) {
    return secret.length >= (isGood ? 12 : 8);
  }
  const isMixed = /\d/.test(secret) && /\D/.test(secret);
  return secret.length >= 6 && (!isGood || secret.length >= (isMixed ? 8 : 16));
}

/** The forms in which a secret is searched: as it is, in hex, and within Base64. */
function formsOf(secret: string): readonly string[] {
  const base64 = ['', 'x', 'xx'].map((before) => inBase64(secret, before));
  const forms = [
    secret,
    Buffer.from(secret).toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [...new Set(forms)];
}

/** The Base64 of `text` where `before` precedes it, without the characters at both ends, which depend on the text around it. */
function inBase64(text: string, before: string): string {
  const encoded = Buffer.from(before + text)
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(before === '' ? 0 : before.length + 1, -1);
}

/** The value with every text in it changed. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  return mapUnknown(value, change) as T;
}

function mapUnknown(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((each) => mapUnknown(each, change));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapUnknown(each, change)]))
    : value;
}
