import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { catchMessages } from './shownMessages';

// The counts go where the runner of all tests looks for them.
const reporter = path.resolve(__dirname, '../../../scripts/test/countingReporter.cjs');

/** Searches what all others left behind. */
const last = 'secrets.test.js';

/** Runs the tests of this folder inside of the extension host. Rejects when one fails. */
export function run(): Promise<void> {
  catchMessages();
  const mocha = new Mocha({ timeout: 60_000, reporter });
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js') && name !== last);
  for (const file of [...files.sort(), last]) {
    mocha.addFile(path.join(__dirname, file));
  }
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      if (failures > 0) {
        reject(new Error(`${failures} tests failed.`));
      } else {
        resolve();
      }
    });
  });
}
