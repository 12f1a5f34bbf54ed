import { isJsonObject } from '../../base/json';
import { message, type Message } from '../../base/message';
import type { Checker, Path } from './checker';

/**
 * Checks the form of a value, and notes each mistake with its place. The start's schema library is not used: what this
 * chunk used of it would be loaded with every start.
 */
export type Shape = (value: unknown, path: Path, checker: Checker) => void;

/** The form of a text, and what to write instead of one that has another. */
export interface TextForm {
  readonly form: RegExp;
  readonly wanted: Message;
}

/** A text. */
export function text({ most = 1_000, of, least = 1 }: { most?: number; of?: TextForm; least?: number } = {}): Shape {
  return (value, path, checker) => {
    if (typeof value !== 'string') {
      checker.fail(path, message('Write a text in quotes here.'));
    } else if (value.length < least) {
      checker.fail(path, message('This is empty. Enter a value, or remove the key.'));
    } else if (value.length > most) {
      checker.fail(path, message('This is too long. Shorten it to {0} characters.', most));
    } else if (of && !of.form.test(value)) {
      checker.fail(path, of.wanted);
    }
  };
}

/** A number. */
export function number(least: number, most: number, { isInteger = false } = {}): Shape {
  return (value, path, checker) => {
    if (typeof value !== 'number') {
      checker.fail(path, message('Write a number here, without quotes.'));
    } else if (isInteger && !Number.isInteger(value)) {
      checker.fail(path, message('Use a whole number.'));
    } else if (value < least || value > most) {
      checker.fail(path, message('Use a number from {0} to {1}.', least, most));
    }
  };
}

/** One of these texts. */
export function oneOf(...values: readonly string[]): Shape {
  return (value, path, checker) => {
    if (typeof value !== 'string' || !values.includes(value)) {
      checker.fail(path, message('Use one of these: {0}.', values.join(', ')));
    }
  };
}

/** `true` or `false`. */
export const flag: Shape = (value, path, checker) => {
  if (typeof value !== 'boolean') {
    checker.fail(path, message('Write true or false here, without quotes.'));
  }
};

/** A JSON object or list of any content. */
export const container: Shape = (value, path, checker) => {
  if (typeof value !== 'object' || value === null) {
    checker.fail(path, message('Write an object in { } or a list in [ ] here.'));
  }
};

/** A list that is not empty. */
export function list(element: Shape, most: number): Shape {
  return (value, path, checker) => {
    if (!Array.isArray(value)) {
      checker.fail(path, message('Write a list in [ ] here.'));
    } else if (value.length === 0) {
      checker.fail(path, message('This is empty. Enter a value, or remove the key.'));
    } else if (value.length > most) {
      checker.fail(path, tooMany(most));
    } else {
      value.forEach((each: unknown, index) => {
        element(each, [...path, index], checker);
      });
    }
  };
}

/** An object with these keys and no other. */
export function object(
  optional: Readonly<Record<string, Shape>>,
  required: Readonly<Record<string, Shape>> = {},
): Shape {
  const shapes = new Map(Object.entries({ ...required, ...optional }));
  return (value, path, checker) => {
    if (!isJsonObject(value)) {
      checker.fail(path, message('Write an object in { } here.'));
      return;
    }
    for (const key of Object.keys(required).filter((each) => !Object.hasOwn(value, each))) {
      checker.fail([...path, key], message('The key "{0}" is needed. Add it.', key));
    }
    for (const [key, held] of Object.entries(value)) {
      const shape = shapes.get(key);
      if (shape) {
        shape(held, [...path, key], checker);
      } else {
        checker.fail(
          [...path, key],
          message('A definition has no key "{0}" here. Correct its name, or remove it.', key.slice(0, 100)),
        );
      }
    }
  };
}

/** An object with keys of this form, or of any. */
export function record(key: TextForm | undefined, held: Shape, most: number): Shape {
  return (value, path, checker) => {
    if (!isJsonObject(value)) {
      checker.fail(path, message('Write an object in { } here.'));
      return;
    }
    const entries = Object.entries(value);
    if (entries.length > most) {
      checker.fail(path, tooMany(most));
      return;
    }
    for (const [name, each] of entries) {
      if (key && !key.form.test(name)) {
        checker.fail([...path, name], key.wanted);
      } else {
        held(each, [...path, name], checker);
      }
    }
  };
}

/** An object whose member `kind` says which of these it is. */
export function byKind(shapes: Readonly<Record<string, Shape>>): Shape {
  const kinds = Object.keys(shapes);
  return (value, path, checker) => {
    const kind = isJsonObject(value) ? value['kind'] : undefined;
    const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    if (shape) {
      shape(value, path, checker);
    } else {
      checker.fail([...path, 'kind'], message('Use one of these: {0}.', kinds.join(', ')));
    }
  };
}

/** A text, or an object or list in place of one. */
export function textOr(whole: Shape, other: Shape, otherIs: 'object' | 'list' = 'object'): Shape {
  return (value, path, checker) => {
    if (typeof value === 'string') {
      whole(value, path, checker);
    } else if (typeof value === 'object' && value !== null) {
      other(value, path, checker);
    } else {
      const wanted =
        otherIs === 'object'
          ? message('Write a text in quotes here, or an object in { }.')
          : message('Write a text in quotes here, or a list of texts in [ ].');
      checker.fail(path, wanted);
    }
  };
}

function tooMany(most: number): Message {
  return message('These are too many. Keep {0} at most.', most);
}
