import { message, type Message } from '../base/message';
import { isHeaderValue } from './headerValue';
import { pastedValue, type SecretAffixes } from './pastedValue';

/** One input of a kind of credentials. Texts are English and are translated when shown. */
export interface CredentialField {
  /** Its name in `Credentials`. */
  readonly key: string;
  readonly label: string;
  /** Where to find the value, in one sentence. */
  readonly hint: string;
  /** Whether it is hidden while it is typed. */
  readonly secret: boolean;
  readonly required: boolean;
  /** The value of what was typed or pasted: all of a password, other values without what came along with the clipboard. */
  normalize(typed: string): string;
  /** Returns what is wrong with a normalized value; undefined for a valid one. */
  validate(value: string): Message | undefined;
}

type Check = (value: string) => Message | undefined;

/** Combines checks into a field's `validate`. They get the value without surrounding blanks. An optional one may be empty. */
function validator(required: boolean, checks: readonly Check[]): Check {
  return (value) => {
    const text = value.trim();
    if (text === '') {
      return required ? message('Enter a value.') : undefined;
    }
    return checks.map((check) => check(text)).find((problem) => problem !== undefined);
  };
}

/** A key, token or other word without blanks inside. @param affixes what is often pasted along with it */
export function wordField(
  field: Pick<CredentialField, 'key' | 'label' | 'hint' | 'secret'> & Partial<Pick<CredentialField, 'required'>>,
  affixes: SecretAffixes = {},
): CredentialField {
  const { required = true } = field;
  const normalize = (typed: string): string => pastedValue(typed, affixes);
  return { ...field, required, normalize, validate: validator(required, [isOneLine, isOneWord]) };
}

/** A name or a header's value, which may hold blanks. */
export function lineField(
  field: Pick<CredentialField, 'key' | 'label' | 'hint' | 'secret'>,
  ...checks: Check[]
): CredentialField {
  return {
    ...field,
    required: true,
    normalize: (typed) => typed.trim(),
    validate: validator(true, [isOneLine, ...checks]),
  };
}

/** A password: any characters except control characters, stored unchanged. */
export function passwordField(field: Pick<CredentialField, 'key' | 'label' | 'hint'>): CredentialField {
  const validate: Check = (value) => (value === '' ? message('Enter a value.') : isOneLine(value));
  return { ...field, secret: true, required: true, normalize: (typed) => typed, validate };
}

/** Checks that a header can carry the value. */
export function headerValueProblem(value: string): Message | undefined {
  return isHeaderValue(value) ? undefined : message('The value holds a character that a header cannot carry.');
}

function isOneLine(value: string): Message | undefined {
  return /[\u0000-\u001f\u007f]/.test(value)
    ? message('The value holds a line break. Paste one line only.')
    : undefined;
}

function isOneWord(value: string): Message | undefined {
  return /\s/.test(value) ? message('The value contains a space. Paste only the value.') : headerValueProblem(value);
}
