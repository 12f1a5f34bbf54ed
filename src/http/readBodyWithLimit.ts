import { decodeText } from '../base/decodeText';

/**
 * Reads a stream as text, without a byte order mark.
 * @param maxBytes reads no more than this
 * @param contentType may name the encoding, as pages of proxies and gateways need it; JSON is UTF-8 (RFC 8259, 8.1)
 * @returns nothing when the body is longer
 */
export async function readBodyWithLimit(
  stream: AsyncIterable<string | Buffer>,
  maxBytes: number,
  contentType: string | null = null,
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
  const [, charset] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '') ?? [];
  return { text: decodeText(Buffer.concat(chunks, bytes), charset), bytes };
}
