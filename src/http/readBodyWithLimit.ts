/**
 * Reads a stream as UTF-8, without a byte order mark.
 * @param maxBytes reads no more than this
 * @returns nothing when the body is longer
 */
export async function readBodyWithLimit(
  stream: AsyncIterable<string | Buffer>,
  maxBytes: number,
): Promise<{ readonly text: string; readonly bytes: number } | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maxBytes) {
      return undefined;
    }
    chunks.push(buffer);
  }
  return { text: new TextDecoder().decode(Buffer.concat(chunks, bytes)), bytes };
}
