import { readFileSync } from 'node:fs';
import path from 'node:path';

// The tests run from the top of the checkout.
const root = process.cwd();

/** The full path of a file of this checkout. */
export function pathOf(file: string): string {
  return path.join(root, file);
}

/** A text file of this checkout. */
export function readText(file: string): string {
  return readFileSync(pathOf(file), 'utf8');
}

/** A JSON file of this checkout. Its shape is the caller's promise. */
export function readJson(file: string): unknown {
  return JSON.parse(readText(file));
}
