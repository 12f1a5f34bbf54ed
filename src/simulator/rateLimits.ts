/** How many requests a service accepts: `burst` at once, and then `perSecond`. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts one request against the limit of `key`. @returns false when the limit is exceeded */
export type TakeRequest = (key: string, limit: RateLimit) => boolean;

/** Creates leaky buckets, one for each key. @param now returns ms since the epoch */
export function createRateLimits(now: () => number): TakeRequest {
  const buckets = new Map<string, { readonly level: number; readonly at: number }>();
  return (key, { burst, perSecond }) => {
    const { level, at } = buckets.get(key) ?? { level: 0, at: now() };
    const current = Math.max(0, level - (Math.max(0, now() - at) / 1000) * perSecond);
    const fits = current + 1 <= burst;
    buckets.set(key, { level: fits ? current + 1 : current, at: now() });
    return fits;
  };
}
