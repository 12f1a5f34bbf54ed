import { CancelledError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';

/** Shows a quick input, waits for its result and disposes it. @throws CancelledError when the user leaves */
export async function awaitInput<T>(
  input: Disposable & { show(): void; onDidHide(listener: () => void): Disposable },
  outcome: (resolve: (value: T) => void) => readonly Disposable[],
): Promise<T> {
  const listening: Disposable[] = [];
  try {
    return await new Promise<T>((resolve, reject) => {
      listening.push(
        ...outcome(resolve),
        input.onDidHide(() => {
          reject(new CancelledError());
        }),
      );
      input.show();
    });
  } finally {
    for (const each of listening) {
      each.dispose();
    }
    input.dispose();
  }
}
