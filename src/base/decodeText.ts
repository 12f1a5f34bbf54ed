/**
 * Decodes a text by its byte order mark, else as UTF-8, which no text in another encoding is by chance, else by the encoding that is
 * stated for it. Without the mark.
 * @param charset a label of the Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels); one that is not known does
 * not count
 */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    return new TextDecoder('utf-16le').decode(bytes);
  }
  if (first === 0xfe && second === 0xff) {
    return new TextDecoder('utf-16be').decode(bytes);
  }
  return tryDecode(bytes, 'utf-8') ?? tryDecode(bytes, charset ?? 'utf-8') ?? new TextDecoder().decode(bytes);
}

function tryDecode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
