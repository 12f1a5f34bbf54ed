/// <reference lib="dom" />
// Looks for secrets wherever VS Code or the extension may have left them.
import type { Page } from 'playwright-core';
import { searchFiles, tracesOf } from '../support/secretSearch';

/** The files below the folder that hold one of the texts, as it is or encoded. */
export async function filesHolding(folder: string, texts: readonly string[]): Promise<string[]> {
  const traces = texts.flatMap(tracesOf);
  const { found } = await searchFiles(folder, (content) => traces.find((trace) => content.includes(trace)));
  return found.map(([file]) => file).sort();
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
