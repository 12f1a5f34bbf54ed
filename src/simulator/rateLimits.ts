/** How many requests a service takes: `burst` at once, and then `perSecond`. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** Takes one request of `who`; false when that is one too many. */
export type TakeRequest = (who: string, limit: RateLimit) => boolean;

/** Leaky buckets, one for each `who`. @param now ms since the epoch */
export function createRateLimits(now: () => number): TakeRequest {
  const buckets = new Map<string, { readonly level: number; readonly at: number }>();
  return (who, { burst, perSecond }) => {
    const { level, at } = buckets.get(who) ?? { level: 0, at: now() };
    const left = Math.max(0, level - (Math.max(0, now() - at) / 1000) * perSecond);
    const fits = left + 1 <= burst;
    buckets.set(who, { level: fits ? left + 1 : left, at: now() });
    return fits;
  };
}
