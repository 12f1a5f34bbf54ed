import assert from 'node:assert/strict';
import type { ProviderDefinition } from '../../../src/providers/definitions/definition';
import { withMeaning } from '../../../src/providers/definitions/withMeaning';

describe('withMeaning', () => {
  const kiln = { id: 'kiln', request: 'https://kiln.example/{id}', state: 'status' };
  const statesOf = (states: ProviderDefinition['states'], word: string) =>
    withMeaning({ ...kiln, ...(states && { states }) }, word, 'succeeded').states;

  it('lists a first word as a text, and several as a list', () => {
    assert.deepEqual(statesOf(undefined, '3'), { succeeded: '3' });
    assert.deepEqual(statesOf({ succeeded: '3' }, '4'), { succeeded: ['3', '4'] });
    assert.deepEqual(statesOf({ succeeded: ['3', '4'] }, '5'), { succeeded: ['3', '4', '5'] });
  });

  it('leaves no other meaning of the word, and all others', () => {
    assert.deepEqual(
      statesOf({ running: ['2', 'Glazing', '-2'], failed: 'GLAZING', otherwise: 'running' }, 'glazing'),
      {
        running: ['2', '-2'],
        succeeded: 'glazing',
        otherwise: 'running',
      },
    );
    assert.deepEqual(statesOf({ succeeded: '3' }, '3'), { succeeded: '3' });
  });

  it('changes no other key', () => {
    const { states: _, ...rest } = withMeaning({ ...kiln, interval: 5 }, '3', 'failed');
    assert.deepEqual(rest, { ...kiln, interval: 5 });
  });
});
