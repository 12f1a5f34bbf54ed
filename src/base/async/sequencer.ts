/** Runs asynchronous tasks one after another, in the order in which they were queued. */
export class Sequencer {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `task` after all that were queued before, whether they succeeded or failed. Returns its result. */
  queue<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}

/** A {@link Sequencer} for each key; tasks of different keys run side by side. */
export class SequencerByKey<Key> {
  private readonly last = new Map<Key, Promise<unknown>>();

  /** Runs `task` after all that were queued under the same key, whether they succeeded or failed. Returns its result. */
  queue<T>(key: Key, task: () => Promise<T>): Promise<T> {
    const result = (this.last.get(key) ?? Promise.resolve()).then(task);
    const forget = (): void => {
      if (this.last.get(key) === end) {
        this.last.delete(key);
      }
    };
    const end = result.then(forget, forget);
    this.last.set(key, end);
    return result;
  }
}
