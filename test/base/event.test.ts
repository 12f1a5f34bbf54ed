import assert from 'node:assert/strict';
import { Emitter } from '../../src/base/event';

describe('Emitter', () => {
  it('calls every listener, in the order of their subscriptions', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`first ${value}`));
    emitter.event((value) => heard.push(`second ${value}`));
    emitter.fire('news');
    assert.deepEqual(heard, ['first news', 'second news']);
  });

  it('calls the same function once for each of its subscriptions', () => {
    const emitter = new Emitter<number>();
    let heard = 0;
    const listener = (value: number): void => {
      heard += value;
    };
    const one = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    assert.equal(heard, 2);
    one.dispose();
    one.dispose();
    emitter.fire(1);
    assert.equal(heard, 3);
  });

  it('calls the other listeners when one throws, and reports what it threw', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<void>((error) => errors.push(error));
    const fault = new Error('a listener’s own');
    let heard = false;
    emitter.event(() => {
      throw fault;
    });
    emitter.event(() => (heard = true));
    emitter.fire();
    assert.ok(heard);
    assert.deepEqual(errors, [fault]);
  });

  it('does not call a listener that subscribes while it fires', () => {
    const emitter = new Emitter<void>();
    let late = 0;
    emitter.event(() => emitter.event(() => late++));
    emitter.fire();
    assert.equal(late, 0);
  });

  it('calls no listener once it is disposed', () => {
    const emitter = new Emitter<void>();
    let heard = 0;
    emitter.event(() => heard++);
    emitter.dispose();
    emitter.fire();
    assert.equal(heard, 0);
  });
});
