import assert from 'node:assert/strict';
import { DisposableStore, MutableDisposable, toDisposable, type Disposable } from '../../src/base/lifecycle';

/** Something that writes its name when it ends. */
const named = (name: string, ended: string[]): Disposable => ({ dispose: () => void ended.push(name) });

describe('toDisposable', () => {
  it('ends once, however often it is told to', () => {
    let times = 0;
    const disposable = toDisposable(() => times++);
    assert.equal(times, 0);
    disposable.dispose();
    disposable.dispose();
    assert.equal(times, 1);
  });

  it('does not end again from within its own end', () => {
    let times = 0;
    const disposable: Disposable = toDisposable(() => {
      times++;
      disposable.dispose();
    });
    disposable.dispose();
    assert.equal(times, 1);
  });
});

describe('DisposableStore', () => {
  it('ends what it owns in reverse order, once', () => {
    const ended: string[] = [];
    const store = new DisposableStore();
    const first = named('first', ended);
    assert.equal(store.add(first), first);
    store.add(named('second', ended));
    store.dispose();
    store.dispose();
    assert.deepEqual(ended, ['second', 'first']);
  });

  it('ends at once what comes after its end', () => {
    const ended: string[] = [];
    const store = new DisposableStore();
    store.dispose();
    store.add(named('late', ended));
    assert.deepEqual(ended, ['late']);
  });

  it('ends at once what is added while it ends', () => {
    const ended: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => store.add(named('late', ended))));
    store.dispose();
    assert.deepEqual(ended, ['late']);
  });
});

describe('MutableDisposable', () => {
  it('ends the one before when it gets another', () => {
    const ended: string[] = [];
    const holder = new MutableDisposable();
    holder.current = named('a', ended);
    const second = named('b', ended);
    holder.current = second;
    assert.deepEqual(ended, ['a']);
    assert.equal(holder.current, second);
    holder.current = undefined;
    assert.deepEqual(ended, ['a', 'b']);
  });

  it('keeps the one it has when given the same again', () => {
    const ended: string[] = [];
    const holder = new MutableDisposable();
    const only = named('a', ended);
    holder.current = only;
    holder.current = only;
    assert.deepEqual(ended, []);
    assert.equal(holder.current, only);
  });

  it('ends what it has at its end, and at once what comes after', () => {
    const ended: string[] = [];
    const holder = new MutableDisposable();
    holder.current = named('a', ended);
    holder.dispose();
    holder.current = named('late', ended);
    assert.deepEqual(ended, ['a', 'late']);
    assert.equal(holder.current, undefined);
  });
});
