// Selects the tests to run, from the command line.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readCommandLine, UsageError } from '../host/commandLine.mjs';

const HELP = `
Usage: npm test -- [options] [part or test file]...

Parts (the first three when none is named; npm run test:editors runs the other two):
  static    types, lint, format, dead code
  unit      the core in plain Node: test/** but for test/host, test/journey and test/peers (npm run test:peers)
  host      test/host inside the extension host of VS Code
  oldest    the same in the oldest supported release, only what depends on the editor
  journey   test/journey: the packed VSIX in a real VS Code; each test goes on from the one before it

A test file, such as test/store/tables/pollQueue.test.ts, runs instead of the rest of its part.

Options:
  -g, --grep <text>   only tests with this text in their title; a regular expression, as mocha takes it
  -h, --help          this help
`;

const PARTS = /** @type {const} */ (['static', 'unit', 'host', 'oldest', 'journey']);
/** These take minutes; the others take longer. @type {readonly Part[]} */
const USUAL_PARTS = ['static', 'unit', 'host'];

/**
 * @typedef {(typeof PARTS)[number]} Part
 *
 * @typedef {object} Selection
 * @property {ReadonlySet<Part>} parts
 * @property {readonly string[]} files the named files, relative to the checkout and with `/`; a part without named files runs all of its files
 * @property {string | undefined} grep a regular expression for the titles
 */

/**
 * Reads the command line of this process.
 * @param {string} root the checkout
 * @returns {Selection}
 */
export function readSelection(root) {
  return readCommandLine(HELP, () => {
    const options = /** @type {const} */ ({ grep: { type: 'string', short: 'g' } });
    const { values, positionals: names } = parseArgs({ options, allowPositionals: true });
    const { grep } = values;
    const named = names.filter(isPart);
    const files = names.filter((name) => !isPart(name)).map((name) => testFile(root, name));
    if (grep !== undefined) checkRegularExpression(grep);
    // The checks of `static` have no titles.
    const usual = USUAL_PARTS.filter((part) => grep === undefined || part !== 'static');
    const parts = new Set(names.length > 0 ? [...named, ...files.flatMap((file) => partOf(file) ?? [])] : usual);
    return { parts, files, grep };
  });
}

/**
 * Lists the test files of a part.
 * @param {string} root the checkout
 * @param {Part} part
 * @param {readonly string[]} named
 * @returns {Promise<readonly string[]>} the named files of the part, or all of its files when none is named
 */
export async function testFilesOf(root, part, named) {
  const own = named.filter((file) => partOf(file) === part);
  if (own.length > 0) return own;
  const names = await readdir(path.join(root, 'test'), { recursive: true });
  const files = names.filter((name) => name.endsWith('.test.ts')).map((name) => toPosix(path.join('test', name)));
  return files.filter((file) => partOf(file) === part).sort();
}

/**
 * @param {string} name
 * @returns {name is Part}
 */
function isPart(name) {
  return PARTS.some((part) => part === name);
}

/** @param {string} file relative to the checkout */
function partOf(file) {
  // They take programs of others: npm run test:peers.
  if (file.startsWith('test/peers/')) return undefined;
  if (file.startsWith('test/host/')) return 'host';
  return file.startsWith('test/journey/') ? 'journey' : 'unit';
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string} relative to the checkout
 */
function testFile(root, name) {
  const file = toPosix(path.relative(root, path.resolve(name)));
  const isTest = /^test\/.*\.test\.ts$/.test(file) && existsSync(path.join(root, file));
  if (!isTest) throw new UsageError(`"${name}" is neither a part nor a test file.`);
  if (partOf(file) === undefined) throw new UsageError(`"${name}" is run by npm run test:peers.`);
  return file;
}

/** @param {string} grep */
function checkRegularExpression(grep) {
  try {
    new RegExp(grep);
  } catch {
    throw new UsageError(`"${grep}" is no regular expression. Write \\ before characters such as ( and [.`);
  }
}

/** @param {string} file */
function toPosix(file) {
  return file.replaceAll('\\', '/');
}
