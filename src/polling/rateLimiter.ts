import { delay, raceAbort, throwIfAborted } from '../base/async/abort';
import { retryBusy } from '../base/async/retryBusy';
import { SequencerByKey } from '../base/async/sequencer';
import type { Clock } from '../base/clock';
import type { RateLimit, RateLimits } from '../tasks/ports/rateLimits';
import type { CallContext } from '../client/callContext';

/** The request that waits, and its cancellation. */
export type RateLimitedCall = Pick<CallContext, 'provider' | 'connection' | 'signal'>;

/** Buckets that all windows share, and a clock. */
export interface RateLimitDeps {
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
}

/** Default rate limit for services that document none. It also spreads the backlog after a long absence. */
export const defaultRateLimit: RateLimit = { burst: 10, intervalMs: 100 };

/** Names the bucket that a request draws from; connections with one key share the service's limit. */
export function rateLimitKeyOf({ provider, connection }: Pick<RateLimitedCall, 'provider' | 'connection'>): string {
  return `${provider.id}/${provider.rateLimitKey?.(connection) ?? connection.id}`;
}

/**
 * Waits until the rate limit allows another request, and takes it from the bucket.
 * @param isWanted called before each try; an error that it throws ends the wait
 * @returns whether the request may be sent; false if it was not wanted any more, and then nothing was taken
 * @throws CancelledError as soon as the request's signal is aborted
 */
export async function acquire(
  { rateLimits, clock }: RateLimitDeps,
  call: RateLimitedCall,
  isWanted: () => boolean,
): Promise<boolean> {
  const key = rateLimitKeyOf(call);
  const { provider, signal } = call;
  for (;;) {
    throwIfAborted(signal);
    if (!isWanted()) {
      return false;
    }
    const now = clock.now();
    const at = await retryBusy(clock, signal, () =>
      rateLimits.reserve(key, provider.rateLimit ?? defaultRateLimit, clock.now()),
    );
    if (at <= now) {
      return true;
    }
    await delay(clock, at - now, signal);
  }
}

/**
 * Queues the requests of one window that draw from the same bucket, so that only the first of them reads the store.
 */
export class RateLimiter {
  private readonly sequencer = new SequencerByKey<string>();

  constructor(private readonly deps: RateLimitDeps) {}

  /** The same as {@link acquire}, after those that came before. */
  acquire(call: RateLimitedCall, isWanted: () => boolean): Promise<boolean> {
    const acquired = this.sequencer.queue(rateLimitKeyOf(call), () => acquire(this.deps, call, isWanted));
    // A canceled request leaves at once; those behind it still wait for those before it.
    return raceAbort(acquired, call.signal);
  }
}
