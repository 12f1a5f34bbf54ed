import assert from 'node:assert/strict';
import { hasOnlyFailed, offeredFilters } from '../../src/panel/offeredFilters';

describe('the filters of a task\u2019s files', () => {
  const offered = (failed: number, finished: number, others = 0) =>
    offeredFilters({ all: failed + finished + others, failed, finished }, 'all');

  it('are those that tell files apart', () => {
    assert.deepEqual(offered(3, 21), ['all', 'failed', 'finished']);
    assert.deepEqual(offered(0, 5, 2), ['all', 'finished']);
    assert.deepEqual(offered(1, 0, 2), ['all', 'failed']);
  });

  it('are not offered where they find nothing, or everything', () => {
    assert.deepEqual(offered(2, 0), []);
    assert.deepEqual(offered(0, 2), []);
    assert.deepEqual(offered(0, 0, 7), []);
  });

  it('stay while one is chosen, so that it can be left', () => {
    assert.deepEqual(offeredFilters({ all: 2, failed: 2, finished: 0 }, 'finished'), ['all', 'finished']);
  });

  it('are all there until the files are known', () => {
    assert.deepEqual(offeredFilters(undefined, 'all'), ['all', 'failed', 'finished']);
  });
});

describe('hasOnlyFailed', () => {
  it('tells that files are finished which the service does not list', () => {
    assert.equal(hasOnlyFailed({ all: 2, failed: 2, finished: 0 }, 298), true);
    assert.equal(hasOnlyFailed({ all: 2, failed: 2, finished: 0 }, 0), false);
    assert.equal(hasOnlyFailed({ all: 2, failed: 2, finished: 0 }), false);
    assert.equal(hasOnlyFailed({ all: 3, failed: 2, finished: 1 }, 298), false);
    assert.equal(hasOnlyFailed(undefined, 298), false);
  });
});
