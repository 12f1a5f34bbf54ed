// Mocha's spec reporter, which also writes its counts into the file that CLOUD_TASKS_TEST_COUNTS names.
const fs = require('node:fs');
const mocha = require('mocha');

module.exports = class CountingReporter extends mocha.reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const file = process.env.CLOUD_TASKS_TEST_COUNTS;
      if (file) fs.writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
