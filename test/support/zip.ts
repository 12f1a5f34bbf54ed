import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

/** The content of a file in a ZIP archive, as its table of contents at the end says. @throws Error when there is none */
export async function readZipped(archive: string, name: string): Promise<string> {
  const bytes = await readFile(archive);
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, size, nameLength] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
    ];
    const start = bytes.readUInt32LE(at + 42);
    if (bytes.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
      const packed = bytes.subarray(data, data + size);
      return (method === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  throw new Error(`${archive} has no ${name}.`);
}
