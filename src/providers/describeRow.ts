/** A row whose shape no document describes, as a person can read it: a text as it is, anything else as JSON. */
export function describeRow(row: unknown): string | undefined {
  if (row === null || row === undefined || row === '') {
    return undefined;
  }
  return typeof row === 'string' ? row : JSON.stringify(row);
}
