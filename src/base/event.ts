import { throwLater } from './errors';
import { toDisposable, type Disposable } from './lifecycle';

/** Something that can be listened to; the same shape as `vscode.Event`, so that either serves as the other. */
export type Event<T> = (listener: (value: T) => unknown) => Disposable;

/** The owner's side of an {@link Event}. A listener that throws does not keep the others from hearing. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => unknown>();

  /** @param onListenerError is told what a listener threw; without it the host reports it, as it does any other error */
  constructor(private readonly onListenerError: (error: unknown) => void = throwLater) {}

  readonly event: Event<T> = (listener) => {
    // A wrapper, so that the same function can listen twice and each subscription ends on its own.
    const entry = (value: T): unknown => listener(value);
    this.listeners.add(entry);
    return toDisposable(() => this.listeners.delete(entry));
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
