/// <reference lib="dom" />
// Looks for secrets wherever VS Code or the extension may have left them.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** The files below the folder that hold one of the texts, as it is or encoded. */
export async function filesHolding(folder: string, texts: readonly string[]): Promise<string[]> {
  const patterns = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le'), base64(text)]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (file) => {
      // A log may be rotated and a journal merged meanwhile.
      const content = await readFile(file).catch(() => Buffer.alloc(0));
      return patterns.some((pattern) => content.includes(pattern)) ? [path.relative(folder, file)] : [];
    }),
  );
  return found.flat().sort();
}

/** All that the page shows, says to a screen reader or keeps in an attribute. */
export function pageText(page: Page): Promise<string> {
  return page.content();
}

/** All that the page keeps in the browser: there VS Code on the web has its state and its (encrypted) secrets. */
export function browserStorage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const promised = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(request.error ?? new Error('The browser did not open its storage.'));
        };
      });
    const kept: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage)];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await promised(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        kept.push(await promised(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    return JSON.stringify(kept, (_key, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
    );
  });
}

/** What base64 makes of the text, without its ends, which depend on what stands around it. */
function base64(text: string): Buffer {
  return Buffer.from(Buffer.from(text).toString('base64').slice(0, -4));
}
