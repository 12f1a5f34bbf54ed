import { ProgressLocation, window, type CancellationToken } from 'vscode';
import { CancelledError } from '../../base/errors';
import { messageText } from '../text/messageText';

/**
 * Runs a function whose signal is aborted when the token is canceled.
 * @throws CancelledError when the token is canceled before the function starts
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
 * Runs a function with a progress notification that lets the user cancel.
 * @param run calls `onProgress` with the share that is done, 0–1, where it knows that
 * @throws CancelledError when the user cancels
 */
export function withCancellableProgress<T>(
  title: string,
  run: (signal: AbortSignal, onProgress: (share: number) => void) => Promise<T>,
): Promise<T> {
  const options = { location: ProgressLocation.Notification, title: messageText(title), cancellable: true };
  return Promise.resolve(
    window.withProgress(options, (progress, token) => {
      let shown = 0;
      return withSignal(token, (signal) =>
        run(signal, (share) => {
          progress.report({ increment: 100 * (share - shown) });
          shown = share;
        }),
      );
    }),
  );
}

/** Shows progress in the status bar while a function runs; the user cannot cancel it. */
export function withQuietProgress<T>(title: string, run: () => Promise<T>): Promise<T> {
  const options = { location: ProgressLocation.Window, title: messageText(title) };
  return Promise.resolve(window.withProgress(options, run));
}
