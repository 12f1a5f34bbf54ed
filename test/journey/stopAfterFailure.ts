import type { Suite } from 'mocha';

/** Skips the rest of a `describe` whose tests go on from each other once one has failed; other journeys are not touched. */
export function stopAfterFailure(suite: Suite): void {
  suite.afterEach(function () {
    if (this.currentTest?.isFailed()) {
      for (const test of suite.tests) test.pending = true;
    }
  });
}
