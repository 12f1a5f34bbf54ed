import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import type { Checker, Path } from './checker';

/**
 * Checks the form of a value, and notes each mistake with its place. The start's schema library is not used: what this
 * chunk used of it would be loaded with every start.
 */
export type Shape = (value: unknown, path: Path, checker: Checker) => void;

/** A text. */
export function text({ most = 1_000, form, least = 1 }: { most?: number; form?: RegExp; least?: number } = {}): Shape {
  return (value, path, checker) => {
    if (typeof value !== 'string') {
      checker.fail(path, message('A text is expected here.'));
    } else if (value.length < least) {
      checker.fail(path, message('This must not be empty.'));
    } else if (value.length > most) {
      checker.fail(path, tooLong(most));
    } else if (form && !form.test(value)) {
      checker.fail(path, message('This value does not have the form that is expected here.'));
    }
  };
}

/** A number. */
export function number(least: number, most: number, { isInteger = false } = {}): Shape {
  return (value, path, checker) => {
    if (typeof value !== 'number' || (isInteger && !Number.isInteger(value))) {
      checker.fail(path, message('A number is expected here.'));
    } else if (value < least || value > most) {
      checker.fail(path, message('The number must be from {0} to {1}.', least, most));
    }
  };
}

/** One of these texts. */
export function oneOf(...values: readonly string[]): Shape {
  return (value, path, checker) => {
    if (typeof value !== 'string' || !values.includes(value)) {
      checker.fail(path, message('This must be one of: {0}.', values.join(', ')));
    }
  };
}

/** `true` or `false`. */
export const flag: Shape = (value, path, checker) => {
  if (typeof value !== 'boolean') {
    checker.fail(path, message('true or false is expected here.'));
  }
};

/** A JSON object or list of any content. */
export const container: Shape = (value, path, checker) => {
  if (typeof value !== 'object' || value === null) {
    checker.fail(path, message('An object or a list is expected here.'));
  }
};

/** A list that is not empty. */
export function list(element: Shape, most: number): Shape {
  return (value, path, checker) => {
    if (!Array.isArray(value)) {
      checker.fail(path, message('A list is expected here.'));
    } else if (value.length === 0) {
      checker.fail(path, message('This must not be empty.'));
    } else if (value.length > most) {
      checker.fail(path, tooLong(most));
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
      checker.fail(path, message('An object is expected here.'));
      return;
    }
    for (const key of Object.keys(required).filter((each) => !Object.hasOwn(value, each))) {
      checker.fail([...path, key], message('"{0}" is missing.', key));
    }
    for (const [key, held] of Object.entries(value)) {
      const shape = shapes.get(key);
      if (shape) {
        shape(held, [...path, key], checker);
      } else {
        checker.fail([...path, key], message('"{0}" is not a key that a definition has here.', key.slice(0, 100)));
      }
    }
  };
}

/** An object with keys of this form. */
export function record(key: RegExp, held: Shape, most: number): Shape {
  return (value, path, checker) => {
    if (!isJsonObject(value)) {
      checker.fail(path, message('An object is expected here.'));
      return;
    }
    const entries = Object.entries(value);
    if (entries.length > most) {
      checker.fail(path, tooLong(most));
      return;
    }
    for (const [name, each] of entries) {
      if (key.test(name)) {
        held(each, [...path, name], checker);
      } else {
        checker.fail([...path, name], message('"{0}" is not a key that a definition has here.', name.slice(0, 100)));
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
      checker.fail([...path, 'kind'], message('This must be one of: {0}.', kinds.join(', ')));
    }
  };
}

/** A text, or what is written in place of one. */
export function textOr(whole: Shape, other: Shape): Shape {
  return (value, path, checker) => {
    if (typeof value === 'string') {
      whole(value, path, checker);
    } else if (typeof value === 'object' && value !== null) {
      other(value, path, checker);
    } else {
      checker.fail(path, message('A text or an object is expected here.'));
    }
  };
}

function tooLong(most: number) {
  return message('This is too long: at most {0} are allowed.', most);
}
