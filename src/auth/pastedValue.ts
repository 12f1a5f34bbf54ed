/** What is often copied before a secret. The request adds it anyway, so that it is cut off. Case does not count. */
export interface SecretAffixes {
  /** Names of the headers that carry the secret. */
  readonly headers?: readonly string[];
  /** What stands before the secret in its header, such as `Bearer `; a blank at the end stands for any number of them. */
  readonly prefixes?: readonly string[];
}

/** The header of RFC 6750. GitHub and others take `token`, too, for which they say the same. */
export const bearerAffixes: SecretAffixes = { headers: ['Authorization'], prefixes: ['Bearer ', 'Token '] };

/** The headers that carry a token of Huawei's identity service, in responses and in requests. */
export const iamTokenAffixes: SecretAffixes = { headers: ['X-Auth-Token', 'X-Subject-Token'] };

/**
 * The value alone of a text that may have been copied with what stands around it: quotes, the name of its header as in
 * HTTP, in JSON or in an option of curl, and a prefix. A text without these is only trimmed.
 */
export function pastedValue(text: string, { headers = [], prefixes = [] }: SecretAffixes = {}): string {
  const trimmed = text.trim();
  const plain = withoutQuotes(trimmed);
  const value = withoutName(trimmed, headers) ?? withoutName(plain, headers) ?? plain;
  const rest = prefixes.map((prefix) => withoutPrefix(value, prefix)).find((each) => each !== undefined);
  return withoutQuotes(rest ?? value);
}

/** The whole value of a header, with its prefix, of a text as in {@link pastedValue}; empty where there is none. */
export function pastedHeaderValue(text: string, name: string, prefix = ''): string {
  const value = pastedValue(text, { headers: [name], prefixes: [prefix] });
  return value === '' ? '' : prefix + value;
}

function withoutQuotes(text: string): string {
  return (/^(["'`])((?:(?!\1)[^])*)\1$/.exec(text)?.[2] ?? /^“([^”]*)”$/.exec(text)?.[1] ?? text).trim();
}

function withoutName(text: string, headers: readonly string[]): string | undefined {
  const names = headers.filter((header) => header !== '').map(literally);
  const form = new RegExp(`^(?:(?:-H|--header)\\s*)?(["'\`]?)(?:${names.join('|')})(["'\`]?)\\s*[:=]\\s*([^]*)$`, 'i');
  const [, opened = '', closed, value] = (names.length > 0 && form.exec(text)) || [];
  if (value === undefined) {
    return undefined;
  }
  const rest = value.replace(/\s*[,;]$/, '');
  const isAround = opened !== closed && opened !== '' && rest.endsWith(opened);
  return withoutQuotes(isAround ? rest.slice(0, -1) : rest);
}

function withoutPrefix(text: string, prefix: string): string | undefined {
  const word = prefix.trim();
  const form = new RegExp(`^${literally(word)}${/\s$/.test(prefix) ? '(?:\\s+|$)' : ''}`, 'i');
  return word !== '' && form.test(text) ? text.replace(form, '') : undefined;
}

function literally(text: string): string {
  return text.replace(/[^\w\s]/g, '\\$&');
}
