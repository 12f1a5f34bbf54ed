import assert from 'node:assert/strict';
import {
  candidatesFor,
  findingFor,
  guess,
  toDefinition,
  type Guess,
} from '../../../../src/providers/definitions/guess/guess';
import { expressionAt, type Candidate } from '../../../../src/providers/definitions/guess/places';
import type { ProviderDefinition } from '../../../../src/providers/definitions/definition';
import { answer, snapshotOf } from '../../responses';
import { providerOf } from '../definitions';
import { pastedRequest } from '../pasted';
import { defined, id } from './guessed';

const frames = [
  { id: 'f-1', state: 'done' },
  { id: 'f-2', state: 'rendering' },
  { id: 'f-3', state: 'failed' },
];

function guessed(body: unknown): Guess {
  return guess({ request: pastedRequest(`https://api.example.com/v1/jobs/${id}`).sent, response: answer(body) });
}

function offered(body: unknown): readonly string[] {
  return candidatesFor('items', guessed(body)).map(({ place }) => expressionAt(place));
}

function itemsOf(definition: ProviderDefinition, body: unknown): readonly (readonly [string | undefined, string])[] {
  return snapshotOf(providerOf(definition).parse(answer(body), id)).items.map(({ source, target, state }) => [
    source ?? target,
    state,
  ]);
}

describe('the files of a guessed definition', () => {
  it('are the parts of the task, whatever their list is called', () => {
    const body = { id, status: 'rendering', percent: 35, scene: 'castle', submitted_at: 1795160000000, frames };
    const definition = defined(body);
    assert.equal(definition.items, 'frames');
    assert.deepEqual(itemsOf(definition, body), [
      ['f-1', 'succeeded'],
      ['f-2', 'running'],
      ['f-3', 'failed'],
    ]);
  });

  it('are parts of which some have an error', () => {
    const body = { data: { job: { id, status: 'done', pages: [{ name: 'p1' }, { name: 'p2', error: 'too dark' }] } } };
    const definition = defined(body);
    assert.deepEqual([definition.root, definition.items], ['data.job', 'pages']);
    assert.deepEqual(itemsOf(definition, body), [
      ['p1', 'succeeded'],
      ['p2', 'failed'],
    ]);
  });

  const others: readonly (readonly [name: string, members: object])[] = [
    ['what the task has gone through', { status_history: frames }],
    ['people', { reviewers: frames }],
    ['rows without a state or an error', { frames: [{ id: 'f-1', size: 3 }, { id: 'f-2' }] }],
    ['rows with words that nobody knows', { shapes: [{ id: 'a', state: 'round' }] }],
    ['rows that do not say which they are', { frames: [{ state: 'done' }, { state: 'running' }] }],
    ['a list beside another one, as either may be it', { frames, layers: frames }],
    ['parts of another thing', { camera: { lenses: frames } }],
  ];
  for (const [name, members] of others) {
    it(`are not ${name}`, () => {
      assert.equal(defined({ id, status: 'running', ...members }).items, undefined);
    });
  }

  it('are chosen among the lists and addresses of the response, and nothing else', () => {
    const body = {
      id,
      ...{ status: 'running', percent: 35, scene: 'castle', waiting: [], layers: ['sky', 'sea'], sizes: [1, 2] },
      ...{ frames: [{ number: 1 }, { number: 2 }], page: 'https://example.com/castle' },
      result: { pictures: [{ url: 'https://example.com/1.png' }, { url: 'https://example.com/2.png' }] },
    };
    assert.deepEqual(offered(body), ['frames', 'result.pictures', 'waiting', 'layers', 'page']);
  });

  it('offers first what is found, also an object of files by name', () => {
    const [first, ...rest] = offered({
      id,
      status: 'done',
      frames,
      outputs: { front: 'https://example.com/1.png', back: 'https://example.com/2.png' },
    });
    assert.equal(first, 'outputs');
    assert.ok(rest.includes('frames'));
  });

  it('are those of the list that was chosen', () => {
    const body = { id, status: 'done', layers: ['sky', 'sea'], failure_list: [{ file: 'b', reason: 'too large' }] };
    const found = guessed(body);
    const choose = (name: string): ProviderDefinition => {
      const chosen = candidatesFor('items', found).find((each: Candidate) => expressionAt(each.place) === name);
      assert.ok(chosen, name);
      return toDefinition(
        found,
        { id: 'guessed', label: 'Guessed', credentials: ['none'] },
        { findings: { items: findingFor('items', chosen, found) } },
      );
    };
    assert.deepEqual(itemsOf(choose('layers'), body), [
      ['sky', 'succeeded'],
      ['sea', 'succeeded'],
    ]);
    assert.deepEqual(itemsOf(choose('failure_list'), body), [['b', 'failed']]);
  });
});
