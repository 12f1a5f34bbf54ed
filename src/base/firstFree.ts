/**
 * The first name that is free.
 * @param nameOf the name that is tried next; called with 1, 2 and so on
 */
export function firstFree(isTaken: (name: string) => boolean, nameOf: (attempt: number) => string): string {
  for (let attempt = 1; ; attempt++) {
    const name = nameOf(attempt);
    if (!isTaken(name)) {
      return name;
    }
  }
}
