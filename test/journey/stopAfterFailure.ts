import type { Suite } from 'mocha';

/** Skips the rest of a `describe` whose tests go on from each other once one has failed; other journeys are not touched. */
export function stopAfterFailure(suite: Suite): void {
  suite.afterEach(function () {
    const { currentTest } = this;
    if (!currentTest?.isFailed()) return;
    // The failed one itself would no longer count as failed, for the hooks that take its picture.
    for (const test of suite.tests) test.pending ||= test !== currentTest;
  });
}
