import assert from 'node:assert/strict';
import type { TaskState } from '../../../src/tasks/task';
import { unknownWordOf } from '../../../src/ui/text/unknownWord';

describe('unknownWordOf', () => {
  const providers = { hasDefinition: (id: string) => id === 'mine' };
  const wordOf = (state: TaskState, rawState: string | undefined, provider = 'mine') =>
    unknownWordOf(providers, { state, provider, ...(rawState !== undefined && { progress: { state, rawState } }) });

  it('is the status of a task that nothing says the meaning of', () => {
    assert.equal(wordOf('unknown', '3'), '3');
  });

  it('is none before the first response, without a word, for a known state, and for a provider without a definition', () => {
    assert.deepEqual(
      [wordOf('unknown', undefined), wordOf('unknown', ''), wordOf('running', '2'), wordOf('unknown', '3', 'others')],
      [undefined, undefined, undefined, undefined],
    );
  });
});
