import { isJsonObject } from '../../../base/json';

/** A value that an argument evaluates to; `each` for an expression that the function applies to other values. */
export type Argument = { readonly value: unknown } | { readonly each: (value: unknown) => unknown };

/** A built-in function of JMESPath. */
export interface ExpressionFunction {
  /** What each argument must be; the last one repeats where `isVariadic`. */
  readonly takes: readonly ('value' | 'expression')[];
  readonly isVariadic?: true;
  /** @throws TypeError when an argument has another type than the specification says */
  run(args: readonly Argument[]): unknown;
}

/** The functions of the JMESPath specification, by their names. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map(
  Object.entries({
    abs: ofValue((value) => Math.abs(toNumber(value))),
    avg: ofValue((value) => {
      const numbers = toNumbers(value);
      return numbers.length === 0 ? null : sum(numbers) / numbers.length;
    }),
    ceil: ofValue((value) => Math.ceil(toNumber(value))),
    contains: ofValues((within, value) =>
      typeof within === 'string'
        ? typeof value === 'string' && within.includes(value)
        : toList(within).some((each) => each === value),
    ),
    ends_with: ofValues((text, end) => toText(text).endsWith(toText(end))),
    floor: ofValue((value) => Math.floor(toNumber(value))),
    join: ofValues((separator, texts) => toTexts(texts).join(toText(separator))),
    keys: ofValue((value) => Object.keys(toObject(value))),
    length: ofValue((value) =>
      typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(toObject(value)).length,
    ),
    map: ofExpression(0, (each, list) => list.map((value) => each(value))),
    max: ofValue((value) => extreme(toSortable(value), 1)),
    max_by: ofExpression(1, (each, list) => extremeBy(each, list, 1)),
    merge: {
      takes: ['value'],
      isVariadic: true,
      run: (args) => Object.fromEntries(args.flatMap((arg) => Object.entries(toObject(valueOf(arg))))),
    },
    min: ofValue((value) => extreme(toSortable(value), -1)),
    min_by: ofExpression(1, (each, list) => extremeBy(each, list, -1)),
    not_null: {
      takes: ['value'],
      isVariadic: true,
      run: (args) => args.map(valueOf).find((value) => value !== null) ?? null,
    },
    reverse: ofValue((value) =>
      typeof value === 'string' ? Array.from(value).reverse().join('') : toList(value).toReversed(),
    ),
    sort: ofValue((value) => toSortable(value).toSorted(compare)),
    sort_by: ofExpression(1, (each, list) => {
      const keys = toSortable(list.map(each));
      const rows = list.map((value, index) => ({ value, key: keys[index] ?? '' }));
      return rows.sort((one, other) => compare(one.key, other.key)).map(({ value }) => value);
    }),
    starts_with: ofValues((text, start) => toText(text).startsWith(toText(start))),
    sum: ofValue((value) => sum(toNumbers(value))),
    to_array: ofValue((value) => (Array.isArray(value) ? (value as unknown[]) : [value])),
    to_number: ofValue((value) => {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : null;
    }),
    to_string: ofValue((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    type: ofValue((value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)),
    values: ofValue((value) => Object.values(toObject(value))),
  } satisfies Record<string, ExpressionFunction>),
);

function ofValue(run: (value: unknown) => unknown): ExpressionFunction {
  return { takes: ['value'], run: ([value]) => run(valueOf(value)) };
}

function ofValues(run: (one: unknown, other: unknown) => unknown): ExpressionFunction {
  return { takes: ['value', 'value'], run: ([one, other]) => run(valueOf(one), valueOf(other)) };
}

/** @param place of the expression among the two arguments; the other is a list */
function ofExpression(
  place: 0 | 1,
  run: (each: (value: unknown) => unknown, list: readonly unknown[]) => unknown,
): ExpressionFunction {
  return {
    takes: place === 0 ? ['expression', 'value'] : ['value', 'expression'],
    run(args) {
      const expression = args[place];
      if (!expression || !('each' in expression)) {
        throw new TypeError('an expression was expected');
      }
      return run(expression.each, toList(valueOf(args[1 - place])));
    },
  };
}

function valueOf(argument: Argument | undefined): unknown {
  if (!argument || !('value' in argument)) {
    throw new TypeError('a value was expected');
  }
  return argument.value;
}

function toNumber(value: unknown): number {
  if (typeof value !== 'number') {
    throw new TypeError('a number was expected');
  }
  return value;
}

function toText(value: unknown): string {
  if (typeof value !== 'string') {
    throw new TypeError('a text was expected');
  }
  return value;
}

function toList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new TypeError('a list was expected');
  }
  return value;
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  if (!isJsonObject(value)) {
    throw new TypeError('an object was expected');
  }
  return value;
}

function toNumbers(value: unknown): readonly number[] {
  return toList(value).map(toNumber);
}

function toTexts(value: unknown): readonly string[] {
  return toList(value).map(toText);
}

/** A list of numbers, or of texts. */
function toSortable(value: unknown): readonly (number | string)[] {
  const list = toList(value);
  return typeof list[0] === 'number' ? toNumbers(list) : toTexts(list);
}

function compare(one: number | string, other: number | string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function extreme(list: readonly (number | string)[], sign: 1 | -1): unknown {
  return list.reduce<number | string | null>(
    (found, value) => (found === null || compare(value, found) * sign > 0 ? value : found),
    null,
  );
}

function extremeBy(each: (value: unknown) => unknown, list: readonly unknown[], sign: 1 | -1): unknown {
  const keys = toSortable(list.map(each));
  const best = extreme(keys, sign);
  return best === null ? null : list[keys.findIndex((key) => key === best)];
}
