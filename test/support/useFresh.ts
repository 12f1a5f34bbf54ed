import assert from 'node:assert/strict';

/**
 * Creates something before each test of a `describe` and ends it after the test. The result stands for the one of the
 * running test: use it inside of tests only.
 */
export function useFresh<T extends { end(): void }>(create: () => T): T {
  let fresh: T | undefined;
  beforeEach(() => {
    fresh = create();
  });
  afterEach(() => {
    fresh?.end();
    fresh = undefined;
  });
  const running = (key: string | symbol): T => {
    assert.ok(fresh, `No test is running that could use "${String(key)}".`);
    return fresh;
  };
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(running(key), key) as unknown,
    set: (_, key, value) => Reflect.set(running(key), key, value),
  });
}
