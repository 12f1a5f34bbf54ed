/** Something that was started and can be ended. Ending it twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Makes a {@link Disposable} of a function, which then runs at most once. */
export function toDisposable(end: () => void): Disposable {
  let ended = false;
  return {
    dispose() {
      if (!ended) {
        ended = true;
        end();
      }
    },
  };
}

/**
 * Owns what was started and ends it in reverse order. What is added after the end is ended at once, so that work which
 * finishes late cannot leak.
 */
export class DisposableStore implements Disposable {
  private readonly owned: Disposable[] = [];
  private ended = false;

  /** Takes ownership of `disposable` and returns it. */
  add<T extends Disposable>(disposable: T): T {
    if (this.ended) {
      disposable.dispose();
    } else {
      this.owned.push(disposable);
    }
    return disposable;
  }

  dispose(): void {
    this.ended = true;
    const errors: unknown[] = [];
    for (const disposable of this.owned.splice(0).reverse()) {
      try {
        disposable.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    // One that fails must not keep the others open.
    if (errors.length > 0) {
      throw errors[0];
    }
  }
}

/** Owns the current one of something that is replaced from time to time; the one before is ended. */
export class MutableDisposable<T extends Disposable = Disposable> implements Disposable {
  private held: T | undefined;
  private ended = false;

  get current(): T | undefined {
    return this.held;
  }

  set current(next: T | undefined) {
    if (next !== this.held) {
      this.held?.dispose();
      this.held = next;
    }
    if (this.ended) {
      this.held?.dispose();
      this.held = undefined;
    }
  }

  dispose(): void {
    this.ended = true;
    this.current = undefined;
  }
}
