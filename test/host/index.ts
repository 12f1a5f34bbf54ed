import { readdirSync } from 'node:fs';
import path from 'node:path';
import { takeCoverage } from 'node:v8';
import Mocha from 'mocha';
import { recordViews } from './handedToEditor';
import { catchMessages } from './shownMessages';

// The counts go where the runner of all tests looks for them.
const reporter = path.resolve(__dirname, '../../../scripts/test/countingReporter.cjs');

/** Searches what all others left behind. */
const last = 'secretSearch.test.js';

/** What hardly depends on the editor: tested in the newest one only, and beside the rest, to save time. */
const independent = [
  'consumer.test.js',
  'detailsTexts.test.js',
  'faults.test.js',
  'network.test.js',
  'providers.test.js',
  'rejectedCredentials.test.js',
  'secrets.test.js',
  'secretsInResponses.test.js',
  'statusBarContent.test.js',
  'surfaces.test.js',
  'twoWindows.test.js',
];

/** Runs the tests of this folder inside of the extension host. Rejects when one fails. */
export function run(): Promise<void> {
  catchMessages();
  recordViews();
  const { CLOUD_TASKS_TEST_GREP: grep, CLOUD_TASKS_TEST_FILES: named } = process.env;
  const mocha = new Mocha({ timeout: 60_000, reporter, ...(grep === undefined ? {} : { grep }) });
  const isWanted = (name: string): boolean =>
    independent.includes(name) === (process.env['CLOUD_TASKS_HOST_TESTS'] === 'independent');
  const tests = readdirSync(__dirname).filter((name) => name.endsWith('.test.js') && name !== last);
  const files = tests.filter(isWanted);
  const isNamed = (name: string): boolean => named === undefined || named.split(',').includes(name);
  for (const file of [...files.sort(), last].filter(isNamed)) {
    mocha.addFile(path.join(__dirname, file));
  }
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      // The editor ends its host without the exit at which Node writes it.
      if (process.env['NODE_V8_COVERAGE'] !== undefined) {
        takeCoverage();
      }
      if (failures > 0) {
        reject(new Error(`${failures} tests failed.`));
      } else {
        resolve();
      }
    });
  });
}
