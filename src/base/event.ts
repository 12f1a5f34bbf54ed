import { throwLater } from './errors';
import { toDisposable, type Disposable } from './lifecycle';

/** An event to subscribe to. It has the shape of `vscode.Event`, so that either can be passed as the other. */
export type Event<T> = (listener: (value: T) => unknown) => Disposable;

/** Fires an {@link Event}. A listener that throws does not stop the others. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => unknown>();

  /** @param onListenerError receives what a listener threw; by default the host reports it as an uncaught error */
  constructor(private readonly onListenerError: (error: unknown) => void = throwLater) {}

  /** Subscribes a listener. */
  readonly event: Event<T> = (listener) => {
    // A wrapper, so that the same function can subscribe twice and each subscription ends on its own.
    const entry = (value: T): unknown => listener(value);
    this.listeners.add(entry);
    return toDisposable(() => this.listeners.delete(entry));
  };

  /** Calls all listeners, also when one of them throws. */
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
