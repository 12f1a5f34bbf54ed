import { clockOffset } from '../auth/clockOffset';
import type { HttpResponse } from '../http/request';

/** Two offsets that differ by less (ms) are the same: network delays, and the whole seconds of `Date`. */
const toleranceMs = 30_000;

/**
 * The offsets between the clocks of hosts and this machine's clock. The `Date` of a response may come from a server in front of
 * the service. So requests are signed with an offset only after the service rejected the time of a request, and only if it
 * then accepts the corrected time.
 */
export class ClockOffsets {
  private readonly signingOffsets = new Map<string, number>();
  private readonly seen = new Map<string, number>();

  /** The offset (ms) that requests to a host are signed with. */
  ofRequests(host: string): number {
    return this.signingOffsets.get(host) ?? 0;
  }

  /** The offset (ms) of a host's responses, by their `Date`; steady, so that times do not jitter. */
  ofResponses(host: string): number {
    return this.seen.get(host) ?? 0;
  }

  /** Takes note of a response's `Date`. */
  note(host: string, response: HttpResponse): void {
    const offset = clockOffset(response);
    if (offset !== undefined && differ(offset, this.ofResponses(host))) {
      this.seen.set(host, offset);
    }
  }

  /**
   * Signs requests with the offset of the host's responses from now on, unless it is `rejected`.
   * @param rejected the offset (ms) of the request whose time the service rejected
   * @returns restores the rejected offset, for when the service rejects the new one, too; undefined when there is no new one
   */
  correct(host: string, rejected: number): (() => void) | undefined {
    const offset = this.ofResponses(host);
    if (!differ(offset, rejected)) {
      return undefined;
    }
    this.signingOffsets.set(host, offset);
    return () => {
      this.signingOffsets.set(host, rejected);
    };
  }
}

function differ(one: number, other: number): boolean {
  return Math.abs(one - other) > toleranceMs;
}
