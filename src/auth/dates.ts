/** Formats a time as signatures carry it: `20260113T080910Z`, in UTC, in whole seconds. @param at ms since the epoch */
export function toBasicDate(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Parses {@link toBasicDate}'s format. Returns ms since the epoch, or undefined when it is no such time. */
export function fromBasicDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}
