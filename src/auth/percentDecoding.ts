/** Percent-decodes a text; one that is not percent-encoded, such as `100%`, comes back as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
