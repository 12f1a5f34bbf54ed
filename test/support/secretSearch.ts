import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The forms in which a text of letters, digits and dashes can turn up as a part of something: as it is, in UTF-16, in
 * hexadecimal digits, and at each place that Base64 knows. Each is to be looked for in what was read as Latin-1.
 */
export function tracesOf(text: string): readonly string[] {
  const base64 = ['', 'x', 'xx'].map((before) => {
    const encoded = Buffer.from(`${before}${text}`).toString('base64').replace(/=+$/, '');
    // The first and the last characters also depend on what stands beside the text.
    return encoded.slice(before === '' ? 0 : before.length + 1, -1);
  });
  return [text, Array.from(text).join('\0'), Buffer.from(text).toString('hex'), ...base64];
}

/** What was found in which file, and which files there were; as paths with `/` from the folder. */
export interface FileSearch {
  readonly files: readonly string[];
  readonly found: readonly (readonly [file: string, words: string])[];
}

/** Searches every file below the folder. @param find returns what it finds in a file that was read as Latin-1 */
export async function searchFiles(folder: string, find: (content: string) => string | undefined): Promise<FileSearch> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const nameOf = (file: string): string => path.relative(folder, file).replaceAll(path.sep, '/');
  const found = await Promise.all(
    files.map(async (file) => {
      // A log may be rotated and a journal merged meanwhile.
      const words = find(await readFile(file, 'latin1').catch(() => ''));
      return words === undefined ? [] : [[nameOf(file), words] as const];
    }),
  );
  return { files: files.map(nameOf), found: found.flat() };
}
