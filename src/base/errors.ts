import { inEnglish, type Message } from './message';

/** An error whose message may be shown to the user as it is. */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  /** @param human the message, not yet translated */
  constructor(
    readonly human: Message,
    options?: ErrorOptions,
  ) {
    super(inEnglish(human), options);
  }
}

/** Another process holds what is needed for a moment. Nothing was changed, and the same call may succeed later. */
export class BusyError extends UserError {
  override readonly name = 'BusyError';
}

/** The user or the caller canceled the operation. Never shown to the user. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor() {
    super('Canceled');
  }
}

/** Converts a thrown value to an `Error`. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Throws in a microtask, so that the host reports the error and the caller continues. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
