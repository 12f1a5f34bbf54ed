import type { Suite } from 'mocha';

/** Skips the rest of a `describe` whose tests go on from each other once one has failed; other journeys are not touched. */
export function stopAfterFailure(suite: Suite): void {
  suite.afterEach(function () {
    const failed = this.currentTest;
    if (failed?.isFailed()) {
      // A pending test has not failed, for the hooks that follow: the failed one stays as it is.
      for (const test of suite.tests) test.pending ||= test !== failed;
    }
  });
}
