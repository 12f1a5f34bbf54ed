import { raceAbort } from '../base/async/abort';
import type { Clock } from '../base/clock';
import type { RequestFailure } from '../http/failure';
import { isAlone, scopeOf } from '../http/failureScope';

type Outcome = { readonly ok: true } | { readonly ok: false; readonly failure: RequestFailure };

/** How long (ms) credentials count as accepted after the service's last response. */
const acceptedForMs = 60_000;

/**
 * Lets one request go first with credentials that were not accepted recently. The others wait for its result: services lock keys
 * and accounts after a few rejections.
 */
export class FirstRequests {
  /** When the credentials were accepted last, ms since the epoch. */
  private readonly acceptedAt = new Map<string, number>();
  /** The first request of each key, with its failure when that would meet the waiting ones, too. */
  private readonly pending = new Map<string, Promise<RequestFailure | undefined>>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /**
   * Sends a request, or returns the failure of the first one.
   * @param key names the credentials and where they are used
   * @param signal cancels the wait
   * @throws CancelledError, and what `send` throws
   */
  async run<T extends Outcome>(
    key: string,
    signal: AbortSignal | undefined,
    send: () => Promise<T>,
  ): Promise<T | Extract<Outcome, { ok: false }>> {
    let first = this.pending.get(key);
    while (first && !this.isAccepted(key)) {
      const failure = await raceAbort(first, signal);
      if (failure) {
        return { ok: false, failure };
      }
      first = this.pending.get(key);
    }
    return this.isAccepted(key) ? this.note(key, await send()) : this.lead(key, send);
  }

  private async lead<T extends Outcome>(key: string, send: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<RequestFailure | undefined>();
    this.pending.set(key, promise);
    let shared: RequestFailure | undefined;
    try {
      const result = this.note(key, await send());
      shared = result.ok || isAlone(scopeOf(result.failure)) ? undefined : result.failure;
      return result;
    } finally {
      this.pending.delete(key);
      resolve(shared);
    }
  }

  private isAccepted(key: string): boolean {
    const age = this.clock.now() - (this.acceptedAt.get(key) ?? -Infinity);
    return age >= 0 && age < acceptedForMs;
  }

  private note<T extends Outcome>(key: string, result: T): T {
    if (result.ok || isAlone(scopeOf(result.failure))) {
      this.acceptedAt.set(key, this.clock.now());
    } else if (result.failure.kind === 'unauthorised') {
      this.acceptedAt.delete(key);
    }
    return result;
  }
}
