import type * as v from 'valibot';
import { message, type Message } from '../../base/message';
import { toPointer, type Mistake } from './mistake';

/** Turns the issues of the schema into sentences, each with its place. */
export function findSchemaMistakes(issues: readonly v.BaseIssue<unknown>[]): readonly Mistake[] {
  return issues.map((issue) => {
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    return { pointer: toPointer(path), message: toSentence(issue, String(path.at(-1) ?? '')) };
  });
}

function toSentence(issue: v.BaseIssue<unknown>, key: string): Message {
  const { type, requirement, expected, received } = issue;
  if (received === 'undefined') {
    return message('"{0}" is missing.', key);
  }
  switch (type) {
    case 'strict_object':
      return expected === 'never'
        ? message('"{0}" is not a key that a definition has here.', key)
        : message('A text or an object is expected here.');
    case 'string':
      return message('A text is expected here.');
    case 'number':
    case 'integer':
      return message('A number is expected here.');
    case 'min_value':
      return message('The number must be at least {0}.', Number(requirement));
    case 'max_value':
      return message('The number must be at most {0}.', Number(requirement));
    case 'non_empty':
    case 'min_length':
      return message('This must not be empty.');
    case 'max_length':
      return message('This is too long: at most {0} are allowed.', Number(requirement));
    case 'check':
      return message('There are too many entries here.');
    case 'picklist':
    case 'literal':
      return message('This must be one of: {0}.', (expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ', '));
    case 'array':
      return message('A list is expected here.');
    case 'boolean':
      return message('true or false is expected here.');
    case 'record':
      return message('An object is expected here.');
    default:
      return message('This value does not have the form that is expected here.');
  }
}
