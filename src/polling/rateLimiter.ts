import { delay, raceAbort, throwIfAborted } from '../base/async/abort';
import { SequencerByKey } from '../base/async/sequencer';
import type { Clock } from '../base/clock';
import type { RateLimit, RateLimits } from '../tasks/ports/rateLimits';
import type { CallContext } from '../client/callContext';

/** Who is to be asked, and what calls it off. */
export type RateLimitedCall = Pick<CallContext, 'provider' | 'connection' | 'signal'>;

/** What keeps the pace: buckets that all windows share, and time. */
export interface RateLimitDeps {
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
}

/** The pace where a service states none, so that what is overdue after a long absence does not come as a burst. */
export const defaultRateLimit: RateLimit = { burst: 10, intervalMs: 100 };

/** Names the bucket that a question draws from; connections that share one share the service's limit. */
export function rateLimitKeyOf({ provider, connection }: Pick<RateLimitedCall, 'provider' | 'connection'>): string {
  return `${provider.id}/${provider.rateLimitKey?.(connection) ?? connection.id}`;
}

/**
 * Waits until the service's pace allows another request, and takes it from the bucket.
 * @param isWanted asked before each try; may throw, which ends the wait with its error
 * @returns whether the request may be made: false as soon as it is not wanted any more, and then nothing was taken
 * @throws CancelledError as soon as the question's signal is aborted
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
    const at = rateLimits.reserve(key, provider.rateLimit ?? defaultRateLimit, now);
    if (at <= now) {
      return true;
    }
    await delay(clock, at - now, signal);
  }
}

/**
 * Questions of one window that wait for the same bucket, first come, first served: however many they are, only the
 * first of them looks into the store.
 */
export class RateLimiter {
  private readonly sequencer = new SequencerByKey<string>();

  constructor(private readonly deps: RateLimitDeps) {}

  /** The same as {@link acquire}, after those that came before. */
  acquire(call: RateLimitedCall, isWanted: () => boolean): Promise<boolean> {
    const acquired = this.sequencer.queue(rateLimitKeyOf(call), () => acquire(this.deps, call, isWanted));
    // Whoever is called off leaves at once; those behind still wait for those before.
    return raceAbort(acquired, call.signal);
  }
}
