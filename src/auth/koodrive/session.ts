/** A KooDrive sign-in ends this long after the last call that it was used for (KooDrive API Reference, Authentication); ms. */
const lifetime = 20 * 60_000;
/** How long before its end the user is warned; ms. */
const notice = 5 * 60_000;

/** When a KooDrive sign-in ends unless it is used, and from when on one should say so; ms since the epoch. */
export interface SessionExpiry {
  readonly warnAt: number;
  readonly endsAt: number;
}

/** @param lastUsedAt when the sign-in was last used with success, ms since the epoch */
export function expiryAfter(lastUsedAt: number): SessionExpiry {
  const endsAt = lastUsedAt + lifetime;
  return { warnAt: endsAt - notice, endsAt };
}
