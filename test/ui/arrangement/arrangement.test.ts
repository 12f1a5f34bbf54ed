import assert from 'node:assert/strict';
import {
  isFiltering,
  noFilter,
  toFilter,
  ViewArrangement,
  type Arrangement,
} from '../../../src/ui/arrangement/arrangement';
import { taskStates } from '../../../src/tasks/task';

/** What a workspace keeps. */
function createMemento(content: Readonly<Record<string, unknown>> = {}) {
  const kept = new Map(Object.entries(content));
  return {
    kept,
    get: (key: string): unknown => kept.get(key),
    update(key: string, value: unknown): Promise<void> {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

type Memento = ConstructorParameters<typeof ViewArrangement>[0];

const standard: Arrangement = { filter: noFilter, groupBy: 'service', sortBy: 'lastChange' };

describe('ViewArrangement', () => {
  it('is the same after a reload', () => {
    const memento = createMemento();
    const before = new ViewArrangement(memento as Memento);
    assert.deepEqual(before.current, standard);
    before.change({ filter: { states: ['failed'], text: 'Line' } });
    before.change({ groupBy: 'state' });
    before.change({ sortBy: 'name' });
    const after = new ViewArrangement(createMemento(Object.fromEntries(memento.kept)) as Memento);
    assert.deepEqual(after.current, { filter: { states: ['failed'], text: 'Line' }, groupBy: 'state', sortBy: 'name' });
  });

  it('fires for a change, and for nothing else', () => {
    const arrangement = new ViewArrangement(createMemento() as Memento);
    const fired: Arrangement[] = [];
    arrangement.onDidChange((now) => fired.push(now));
    arrangement.change({ filter: { states: [], text: '  ' } });
    arrangement.change({ groupBy: 'service' });
    assert.deepEqual(fired, []);
    arrangement.change({ groupBy: 'none' });
    assert.deepEqual(fired, [{ ...standard, groupBy: 'none' }]);
  });

  it('remembers the rows that are collapsed over a reload, whatever was kept, and fires nothing for them', () => {
    const memento = createMemento({ 'tree.collapsed': 'works' });
    const before = new ViewArrangement(memento as Memento);
    before.onDidChange(() => assert.fail('fired'));
    before.noteCollapsed('works', true);
    before.noteCollapsed('archive', true);
    before.noteCollapsed('works', false);
    const after = new ViewArrangement(createMemento(Object.fromEntries(memento.kept)) as Memento);
    assert.deepEqual(
      ['works', 'archive', 'shop'].map((id) => after.isCollapsed(id)),
      [false, true, false],
    );
  });

  it('begins anew where what was kept makes no sense', () => {
    for (const kept of [undefined, null, 'x', 7, [], { filter: 3, groupBy: 'color', sortBy: {} }]) {
      assert.deepEqual(new ViewArrangement(createMemento({ 'tree.arrangement': kept }) as Memento).current, standard);
    }
  });
});

describe('toFilter', () => {
  it('takes states that there are and a text, and nothing else', () => {
    assert.deepEqual(toFilter({ states: ['failed', 'tired', 'queued'], text: ' a b ' }), {
      states: ['queued', 'failed'],
      text: 'a b',
    });
    for (const none of [undefined, 'failed', ['failed'], { states: 'failed' }, { text: 3 }, { states: taskStates }]) {
      assert.deepEqual(toFilter(none), noFilter);
      assert.equal(isFiltering(toFilter(none)), false);
    }
  });
});
