import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

// The counts go where the runner of all tests looks for them.
const reporter = path.resolve(__dirname, '../../../scripts/test/countingReporter.cjs');

/** Runs the tests of this folder inside of the extension host. Rejects when one fails. */
export function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 60_000, reporter });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.js'))) {
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
