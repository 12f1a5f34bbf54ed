import type { Clock } from '../base/clock';

/** A token that was issued for credentials. */
export interface IssuedToken {
  readonly token: string;
  /** When it is to be renewed, which is before its end. Milliseconds since the epoch, by this machine's clock. */
  readonly expiresAt: number;
}

/** A token is renewed before its end, by a tenth of its lifetime but at most this (ms), so that it does not expire in transit. */
const longestMargin = 5 * 60_000;

/**
 * When a token must be renewed (ms since the epoch, by this machine's clock).
 * @param sentAt when the request for it was sent (ms since the epoch)
 * @param lifetime ms
 */
export function renewalTime(sentAt: number, lifetime: number): number {
  return sentAt + lifetime - Math.min(lifetime / 10, longestMargin);
}

interface Session<T> {
  readonly token: Promise<T>;
}

/** Keeps tokens in memory until they must be renewed. Calls that wait for the same token share one request. */
export class TokenCache<T extends IssuedToken> {
  private readonly sessions = new Map<string, Session<T>>();
  private readonly rejected = new Set<string>();

  constructor(private readonly clock: Clock) {}

  /**
   * The token of this key, issued where there is none. Rejects as `issue` does.
   * @param persisted one from an earlier session or another window
   */
  async get(key: string, issue: () => Promise<T>, persisted?: T): Promise<T> {
    const session = this.sessions.get(key);
    if (session) {
      const current = await session.token;
      if (this.isFresh(current)) {
        return current;
      }
      // Another call may have renewed it meanwhile.
      if (this.sessions.get(key) !== session) {
        return this.get(key, issue, persisted);
      }
    }
    if (persisted && this.isFresh(persisted) && !this.rejected.has(persisted.token)) {
      this.sessions.set(key, { token: Promise.resolve(persisted) });
      return persisted;
    }
    return this.renew(key, issue);
  }

  /** Issues a new token. Rejects as `issue` does. */
  async renew(key: string, issue: () => Promise<T>): Promise<T> {
    const session = { token: issue() };
    this.sessions.set(key, session);
    try {
      return await session.token;
    } catch (error) {
      this.drop(key, session);
      throw error;
    }
  }

  /** Forgets a token that a service rejected. One that was renewed meanwhile stays. */
  async forget(key: string, token: string): Promise<void> {
    this.rejected.add(token);
    const session = this.sessions.get(key);
    const current = await session?.token.catch(() => undefined);
    if (session && current?.token === token) {
      this.drop(key, session);
    }
  }

  private drop(key: string, session: Session<T>): void {
    if (this.sessions.get(key) === session) {
      this.sessions.delete(key);
    }
  }

  private isFresh({ expiresAt }: IssuedToken): boolean {
    return expiresAt > this.clock.now();
  }
}
