import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { readJson } from '../host/json.mjs';

/** @typedef {{ name: string, version: string, license?: string, homepage?: string }} PackageManifest */

/**
 * The licences of the packages that are bundled, which most licences demand to be passed on.
 * @param {string} root the checkout
 * @param {Iterable<string>} inputs the files that esbuild bundled, relative to the checkout
 * @returns {Promise<string>}
 * @throws {Error} when a package has no licence file
 */
export async function thirdPartyNotices(root, inputs) {
  const folders = new Set([...inputs].flatMap((file) => packageFolder(file) ?? []));
  const notices = [...folders].sort().map((folder) => noticeOf(path.join(root, folder)));
  const head = 'Cloud Task Tracker contains the following packages, under the licences below.';
  return `${[head, ...(await Promise.all(notices))].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {string} file */
function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0];
}

/** @param {string} folder */
async function noticeOf(folder) {
  const manifest = /** @type {PackageManifest} */ (await readJson(path.join(folder, 'package.json')));
  const { name, version, license = '', homepage = '' } = manifest;
  const text = await licenceIn(folder);
  if (text === undefined) throw new Error(`${name} is bundled, and no file of it has its licence.`);
  return `${[`${name} ${version}`, license, homepage].filter(Boolean).join('\n')}\n\n${text.trim().replaceAll('\r', '')}`;
}

/**
 * The text of a licence file, or what the README says below that heading.
 * @param {string} folder
 */
async function licenceIn(folder) {
  const names = await readdir(folder);
  const read = (/** @type {string} */ name) => readFile(path.join(folder, name), 'utf8');
  const file = names.find((each) => /^licen[cs]e(\.(md|txt))?$/i.test(each));
  if (file !== undefined) return read(file);
  const readme = names.find((each) => /^readme\.md$/i.test(each));
  return readme && /^(?:#+ *licen[cs]e|licen[cs]e\n-+)\s*\n([^]+)/im.exec(await read(readme))?.[1];
}
