import { pathToFileURL } from 'node:url';
import { pathOf } from '../support/checkout';

/** Loads a script of this checkout; its shape is the caller's promise. The scripts install what the tests hold the product against. */
export function importScript<T>(file: string): Promise<T> {
  return import(pathToFileURL(pathOf(file)).href) as Promise<T>;
}
