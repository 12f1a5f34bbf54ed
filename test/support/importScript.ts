import { pathToFileURL } from 'node:url';
import { pathOf } from './checkout';

/** Loads a script of this checkout. The caller names the type of its exports. */
export function importScript<T>(file: string): Promise<T> {
  return import(pathToFileURL(pathOf(file)).href) as Promise<T>;
}
