import { readFile } from 'node:fs/promises';

/**
 * Reads a JSON file. The caller states the expected type; nothing checks it.
 * @param {string} file
 * @returns {Promise<unknown>} rejects when the file cannot be read or holds no JSON
 */
export async function readJson(file) {
  /** @type {unknown} */
  const content = JSON.parse(await readFile(file, 'utf8'));
  return content;
}

/**
 * Reads a JSON file with an object, such as a settings file.
 * @param {string} file
 * @returns {Promise<Record<string, unknown>>} an empty object when the file cannot be read or holds no object
 */
export async function readJsonObject(file) {
  const content = await readJson(file).catch(() => undefined);
  return typeof content === 'object' && content !== null ? { ...content } : {};
}
