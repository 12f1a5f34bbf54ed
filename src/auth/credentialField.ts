import { message, type Message } from '../base/message';
import { isHeaderValue } from './headerValue';

/** One part of some credentials, as a person fills it in. Texts are English and translated when shown. */
export interface CredentialField {
  /** Its name in `Credentials`. */
  readonly key: string;
  readonly label: string;
  /** Where to find the value, in one sentence. */
  readonly hint: string;
  /** Whether it is hidden while it is typed. */
  readonly secret: boolean;
  readonly required: boolean;
  /** Whether blanks around it belong to it. Elsewhere they came with the clipboard and are dropped. */
  readonly keepsBlanks?: boolean;
  /** Says what is wrong with a value; nothing when it is fine. */
  validate(value: string): Message | undefined;
}

type Check = (value: string) => Message | undefined;

/** Makes a field's `validate` of checks, which see the value without blanks around it; an optional one may be empty. */
function validator(required: boolean, checks: readonly Check[]): Check {
  return (value) => {
    const text = value.trim();
    if (text === '') {
      return required ? message('A value is needed.') : undefined;
    }
    return checks.map((check) => check(text)).find((problem) => problem !== undefined);
  };
}

/** A key, token or other word without blanks inside. @param headerNames what people paste before it by mistake */
export function wordField(
  field: Pick<CredentialField, 'key' | 'label' | 'hint' | 'secret'> & Partial<Pick<CredentialField, 'required'>>,
  ...headerNames: string[]
): CredentialField {
  const { required = true } = field;
  return { ...field, required, validate: validator(required, [isOneLine, isWithoutName(headerNames), isOneWord]) };
}

/** A name or a header's value, which may hold blanks. */
export function lineField(
  field: Pick<CredentialField, 'key' | 'label' | 'hint' | 'secret'>,
  ...checks: Check[]
): CredentialField {
  return { ...field, required: true, validate: validator(true, [isOneLine, ...checks]) };
}

/** A password: any characters but line breaks and the like, kept as they are. */
export function passwordField(field: Pick<CredentialField, 'key' | 'label' | 'hint'>): CredentialField {
  const validate: Check = (value) => (value === '' ? message('A value is needed.') : isOneLine(value));
  return { ...field, secret: true, required: true, keepsBlanks: true, validate };
}

/** What a header's name may be (RFC 9110, 5.6.2), except those that HTTP itself needs. */
export function headerNameProblem(value: string): Message | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(value)) {
    return message('A header name holds letters, digits and dashes only.');
  }
  return /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer)$/i.test(value)
    ? message('The header {0} belongs to the connection and cannot be set.', value)
    : undefined;
}

/** What can be sent in a header. */
export function headerValueProblem(value: string): Message | undefined {
  return isHeaderValue(value) ? undefined : message('The value holds a character that a header cannot carry.');
}

function isOneLine(value: string): Message | undefined {
  return /[\u0000-\u001f\u007f]/.test(value)
    ? message('The value holds a line break. Paste one line only.')
    : undefined;
}

function isOneWord(value: string): Message | undefined {
  return /\s/.test(value) ? message('The value holds a blank. Paste the value alone.') : headerValueProblem(value);
}

function isWithoutName(headerNames: readonly string[]): Check {
  return (value) => {
    const name = headerNames.find((header) => new RegExp(`^${header}\\s*[:=]`, 'i').test(value));
    return name === undefined ? undefined : message('Paste only the value, without “{0}:”.', name);
  };
}
