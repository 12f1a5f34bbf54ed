const pollMs = 20;

/**
 * Waits until `check` returns something truthy, and returns that. For what fires no event.
 * @param what what is waited for, for the error message of a timeout
 * @param timeoutMs after which it throws
 */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  timeoutMs = 20_000,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const result = await check();
    if (result !== undefined && result !== null && result !== false) {
      return result as Exclude<T, undefined | null | false>;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited in vain until ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
