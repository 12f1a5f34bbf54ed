/** How many requests a service allows: `burst` at once, and one more each `intervalMs`. */
export interface RateLimit {
  readonly burst: number;
  readonly intervalMs: number;
}

/** Rate limits that all windows share. */
export interface RateLimits {
  /**
   * Takes one request from a limit.
   * @param key identifies requests that share one limit, such as those of all connections of one account
   * @returns when the request may be sent, ms since the epoch: `now`, or a later time at which to reserve again
   */
  reserve(key: string, limit: RateLimit, now: number): number;
}
