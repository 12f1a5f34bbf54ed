import assert from 'node:assert/strict';
import { DisposableStore, MutableDisposable, toDisposable, type Disposable } from '../../src/base/lifecycle';

/** Something that records its name when it is disposed. */
const named = (name: string, disposed: string[]): Disposable => ({ dispose: () => void disposed.push(name) });

describe('toDisposable', () => {
  it('runs once, however often it is disposed', () => {
    let times = 0;
    const disposable = toDisposable(() => times++);
    assert.equal(times, 0);
    disposable.dispose();
    disposable.dispose();
    assert.equal(times, 1);
  });

  it('does not run again when it disposes itself', () => {
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
  it('disposes what it owns in reverse order, once', () => {
    const disposed: string[] = [];
    const store = new DisposableStore();
    const first = named('first', disposed);
    assert.equal(store.add(first), first);
    store.add(named('second', disposed));
    store.dispose();
    store.dispose();
    assert.deepEqual(disposed, ['second', 'first']);
  });

  it('disposes at once what is added after its own disposal', () => {
    const disposed: string[] = [];
    const store = new DisposableStore();
    store.dispose();
    store.add(named('late', disposed));
    assert.deepEqual(disposed, ['late']);
  });

  it('disposes at once what is added during its own disposal', () => {
    const disposed: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => store.add(named('late', disposed))));
    store.dispose();
    assert.deepEqual(disposed, ['late']);
  });
});

describe('MutableDisposable', () => {
  it('disposes its value when it gets another one', () => {
    const disposed: string[] = [];
    const holder = new MutableDisposable();
    holder.current = named('a', disposed);
    const second = named('b', disposed);
    holder.current = second;
    assert.deepEqual(disposed, ['a']);
    assert.equal(holder.current, second);
    holder.current = undefined;
    assert.deepEqual(disposed, ['a', 'b']);
  });

  it('keeps its value when it gets the same one again', () => {
    const disposed: string[] = [];
    const holder = new MutableDisposable();
    const only = named('a', disposed);
    holder.current = only;
    holder.current = only;
    assert.deepEqual(disposed, []);
    assert.equal(holder.current, only);
  });

  it('disposes its value with itself, and later values at once', () => {
    const disposed: string[] = [];
    const holder = new MutableDisposable();
    holder.current = named('a', disposed);
    holder.dispose();
    holder.current = named('late', disposed);
    assert.deepEqual(disposed, ['a', 'late']);
    assert.equal(holder.current, undefined);
  });
});
