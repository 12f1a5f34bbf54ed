import assert from 'node:assert/strict';
import { explain } from '../../../src/providers/definitions/explain';
import type { ProviderDefinition } from '../../../src/providers/definitions/definition';
import { answer, snapshotOf } from '../responses';

const definition: ProviderDefinition = {
  id: 'x',
  request: 'https://a.example/{id}',
  root: 'data',
  refusal: 'error',
  state: 'phase',
  progress: { completed: ['done', 'skipped'], total: 'all' },
  items: { from: 'files', source: 'name' },
  error: { message: 'problem.text' },
  taskId: { form: '{a}/{b}', in: 'id' },
};

describe('an explanation', () => {
  it('says what each expression finds, and what is read in all', () => {
    const files = [{ name: 'a.png' }, { name: 'b.png' }];
    const body = { data: { id: 'a/b', phase: 'running', done: 1, all: 4, files } };
    const { keys, result } = explain(definition, answer(body), 'a/b');
    assert.deepEqual(
      keys.map(({ path, expression, found }) => [path.join('.'), expression, found]),
      [
        ['root', 'data', body.data],
        ['refusal', 'error', undefined],
        ['state', 'phase', 'running'],
        ['progress.completed.0', 'done', 1],
        ['progress.completed.1', 'skipped', undefined],
        ['progress.total', 'all', 4],
        ['error.message', 'problem.text', undefined],
        ['items.from', 'files', files],
        ['taskId.in', 'id', 'a/b'],
      ],
    );
    assert.ok(result);
    assert.equal(snapshotOf(result).percent, 25);
  });

  it('has a state in a header, and no result with a mistake', () => {
    const inHeader = { ...definition, root: '@', state: { header: 'X-State' } };
    const response = { ...answer({}), headers: { 'x-state': 'done' } };
    const state = explain(inHeader, response, 'a/b').keys.find(({ path }) => path[0] === 'state');
    assert.deepEqual(state, { path: ['state', 'header'], expression: 'X-State', found: 'done' });
    assert.equal(explain({ ...definition, state: 'a[' }, response, 'a/b').result, undefined);
  });
});
