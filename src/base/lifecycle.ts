/** A resource that can be released. Disposing it twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Wraps a function as a {@link Disposable} that calls it at most once. */
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
 * Owns disposables and disposes of them in reverse order. Once disposed, it disposes of anything added at once, so that
 * work that finishes late cannot leak.
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
    // Throws only now: an error must not keep the other disposables alive.
    if (errors.length > 0) {
      throw errors[0];
    }
  }
}

/** Owns one disposable at a time. Replacing it disposes of the previous one. */
export class MutableDisposable<T extends Disposable = Disposable> implements Disposable {
  private value: T | undefined;
  private ended = false;

  /** The owned disposable. Setting another disposes of this one. */
  get current(): T | undefined {
    return this.value;
  }

  set current(next: T | undefined) {
    if (next !== this.value) {
      this.value?.dispose();
      this.value = next;
    }
    if (this.ended) {
      this.value?.dispose();
      this.value = undefined;
    }
  }

  dispose(): void {
    this.ended = true;
    this.current = undefined;
  }
}
