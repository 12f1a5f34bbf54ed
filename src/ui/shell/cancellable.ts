import { ProgressLocation, window, type CancellationToken } from 'vscode';
import { CancelledError } from '../../base/errors';

/**
 * Runs something that an editor's token can call off.
 * @throws CancelledError when the token was cancelled
 */
export async function withSignal<T>(
  token: CancellationToken | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  if (token?.isCancellationRequested) {
    throw new CancelledError();
  }
  const listening = token?.onCancellationRequested(() => {
    controller.abort();
  });
  try {
    return await run(controller.signal);
  } finally {
    listening?.dispose();
  }
}

/**
 * Runs something that takes a while, with a message that shows so and lets the user cancel.
 * @throws CancelledError when the user does
 */
export function withCancellableProgress<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(window.withProgress(options, (_progress, token) => withSignal(token, run)));
}
