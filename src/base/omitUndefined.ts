type Present<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** A copy of the object without the properties that are undefined. */
export function omitUndefined<const T extends object>(object: T): Present<T> {
  // A loop, because every row that is read comes through here: `Object.fromEntries` takes five times as long.
  const present: Partial<T> = {};
  for (const key of Object.keys(object) as (keyof T)[]) {
    if (object[key] !== undefined) {
      present[key] = object[key];
    }
  }
  return present as unknown as Present<T>;
}
