/**
 * Whether two values have the same JSON, whatever the order of their members. Compares them as they are: making texts of
 * large ones would take longer than anything else that is done with them.
 */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) {
    return true;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((member, index) => sameJson(member, other[index]));
  }
  if (!isPlain(one) || !isPlain(other)) {
    // A value of another extension may have a JSON of its own.
    return JSON.stringify(one) === JSON.stringify(other);
  }
  const names = namesOf(one);
  return names.length === namesOf(other).length && names.every((name) => sameJson(one[name], other[name]));
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value);
}

/** JSON has no members without a value. */
function namesOf(value: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(value).filter((name) => value[name] !== undefined);
}
