import type { CredentialKind, Credentials } from '../../../auth/credentials';
import { bearerAffixes, iamTokenAffixes, pastedValue, type SecretAffixes } from '../../../auth/pastedValue';
import { isJsonObject } from '../../../base/json';
import { parseCredentials } from '../../../auth/parseCredentials';
import type { CredentialDefinition } from '../definition';
import { isPlaceholder } from './secretForms';

/** How a pasted request signs in. */
export interface PastedSecret {
  readonly kind: CredentialKind;
  /** How a definition names it. */
  readonly defined: CredentialDefinition;
  /** The credentials; absent where the command has a variable in their place. */
  readonly credentials?: Credentials;
  /** What stands in place of the secret, such as `$API_TOKEN`. */
  readonly placeholder?: string;
  /** The credentials with a secret that a person enters; undefined when it cannot be one. */
  complete(secret: string): Credentials | undefined;
}

/** No credentials. */
export const noSecret: PastedSecret = {
  kind: 'none',
  defined: 'none',
  credentials: { kind: 'none' },
  complete: () => ({ kind: 'none' }),
};

/** A bearer token. */
export function bearerSecret(token: string): PastedSecret {
  return secret('bearer', 'bearer', token, (text) => ({ kind: 'bearer', token: text }), bearerAffixes);
}

/** A user and a password. */
export function basicSecret(user: string, password: string): PastedSecret {
  return secret('basic', 'basic', password, (text) => ({ kind: 'basic', user, password: text }));
}

/** A key that is sent as the user, without a password. */
export function userKeySecret(key: string): PastedSecret {
  return secret('header', { kind: 'header', name: 'Authorization', prefix: 'Basic ' }, key, (text) => ({
    kind: 'header',
    name: 'Authorization',
    value: `Basic ${Buffer.from(`${text}:`).toString('base64')}`,
  }));
}

/** A header with a secret. @param value the whole of it */
export function headerSecret(name: string, value: string): PastedSecret {
  if (name === 'x-auth-token') {
    return secret('iam-token', 'iam-token', value, (token) => ({ kind: 'iam-token', token }), iamTokenAffixes);
  }
  if (name !== 'authorization') {
    return secret('header', { kind: 'header', name }, value, (text) => ({ kind: 'header', name, value: text }), {
      headers: [name],
    });
  }
  const [, word = '', rest = value] = /^([A-Za-z][\w-]*)\s+([^]+)$/.exec(value) ?? [];
  switch (word.toLowerCase()) {
    case 'bearer':
      return bearerSecret(rest);
    case 'basic': {
      const [, user = '', password = ''] = /^([^:]*):([^]*)$/.exec(fromBase64(rest)) ?? [];
      return user === '' ? basicHeader(value) : password === '' ? userKeySecret(user) : basicSecret(user, password);
    }
    default: {
      const prefix = word === '' ? '' : `${word} `;
      const defined: CredentialDefinition =
        prefix === '' ? { kind: 'header', name: 'Authorization' } : { kind: 'header', name: 'Authorization', prefix };
      return secret(
        'header',
        defined,
        rest,
        (text) => ({ kind: 'header', name: 'Authorization', value: prefix + text }),
        { headers: ['Authorization'], prefixes: [prefix] },
      );
    }
  }
}

function basicHeader(value: string): PastedSecret {
  const placeholder = value.replace(/^basic\s+/i, '');
  return {
    kind: 'basic',
    defined: 'basic',
    placeholder,
    complete: (text) => {
      const [, user = '', password = ''] = /^([^:]+):([^]*)$/.exec(text) ?? [];
      return parseCredentials({ kind: 'basic', user, password });
    },
  };
}

function secret(
  kind: CredentialKind,
  defined: CredentialDefinition,
  value: string,
  make: (text: string) => Credentials,
  affixes?: SecretAffixes,
): PastedSecret {
  const complete = (typed: string): Credentials | undefined =>
    parseCredentials(make(affixes ? pastedValue(typed, affixes) : typed.trim()));
  if (isPlaceholder(value)) {
    return { kind, defined, placeholder: value, complete };
  }
  // What a command sends is whole.
  const credentials = parseCredentials(make(value.trim()));
  return credentials ? { kind, defined, credentials, complete } : { kind, defined, placeholder: '', complete };
}

function fromBase64(text: string): string {
  return Buffer.from(text.trim(), 'base64').toString('utf8');
}

/** The texts of credentials that must not get into a definition. */
export function secretTexts(credentials: Credentials): readonly string[] {
  const { kind: _kind, ...fields } = credentials;
  const open = ['user', 'domain', 'name', 'accessKey', 'appId'];
  return isJsonObject(fields)
    ? Object.entries(fields).flatMap(([key, value]) =>
        typeof value === 'string' && !open.includes(key) ? [value, value.replace(/^\S+\s+/, '')] : [],
      )
    : [];
}
