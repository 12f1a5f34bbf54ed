import type { Clock } from '../clock';
import { CancelledError } from '../errors';
import { DisposableStore, toDisposable, type Disposable } from '../lifecycle';

/** Calls `run` once when the signal is aborted: at once if it is already. Dispose to stop listening. */
export function onAbort(signal: AbortSignal, run: () => void): Disposable {
  if (signal.aborted) {
    run();
    return toDisposable(() => undefined);
  }
  signal.addEventListener('abort', run, { once: true });
  return toDisposable(() => {
    signal.removeEventListener('abort', run);
  });
}

/** @throws CancelledError when the signal is aborted, or the error that it was aborted with */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw abortError(signal);
  }
}

/**
 * Waits for `promise`, or until the signal is aborted; then nobody waits for the promise any more.
 * @throws CancelledError when the signal is aborted first, or the error that it was aborted with
 */
export async function raceAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) {
    return promise;
  }
  const aborted = Promise.withResolvers<never>();
  const listening = onAbort(signal, () => {
    aborted.reject(abortError(signal));
  });
  try {
    return await Promise.race([aborted.promise, promise]);
  } finally {
    listening.dispose();
  }
}

/**
 * Waits for `ms`.
 * @throws CancelledError as soon as the signal is aborted, or the error that it was aborted with
 */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const owned = new DisposableStore();
    const end = (): void => {
      owned.dispose();
      resolve();
    };
    owned.add(clock.schedule(ms, end));
    if (signal) {
      owned.add(
        onAbort(signal, () => {
          owned.dispose();
          reject(abortError(signal));
        }),
      );
    }
  });
}

/** An abort without a reason of ours means that somebody canceled. */
function abortError({ reason }: AbortSignal): Error {
  return reason instanceof Error && reason.name !== 'AbortError' ? reason : new CancelledError();
}
