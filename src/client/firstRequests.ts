import { delay, raceAbort } from '../base/async/abort';
import { retryBusy } from '../base/async/retryBusy';
import type { Clock } from '../base/clock';
import { BusyError } from '../base/errors';
import type { RequestFailure } from '../http/failure';
import { isAlone, scopeOf } from '../http/failureScope';
import type { ConnectionStates } from '../tasks/ports/connectionStates';
import type { CallContext } from './callContext';

type Failed = { readonly ok: false; readonly failure: RequestFailure };
type Outcome = { readonly ok: true } | Failed;

/** How long (ms) credentials count as accepted after the service's last response. */
const acceptedForMs = 60_000;

/** How long (ms) the claim of a first request lasts; a killed window's expires. */
const claimMs = 45_000;
/** How often (ms) a window checks whether another window's first request has a result. */
const retryMs = 500;

/** The parts of a call that are used here. */
type FirstCall = Pick<CallContext, 'signal' | 'fingerprint' | 'isTest' | 'version'>;

/** A rejection that this window saw. */
interface Rejection {
  readonly failure: RequestFailure;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether the first request with its credentials had a claim: the task list has the rejection before that ends. */
  readonly wasClaimed: boolean;
}

/** The part of the store through which the windows agree on one first request. */
export type FirstRequestClaims = Pick<ConnectionStates, 'rejectionOf' | 'claimFirstRequest' | 'releaseFirstRequest'>;

/**
 * Sends one request first, of all windows, with credentials that were not accepted recently. All other requests with these
 * credentials wait for its result, because services lock keys and accounts after a few rejections.
 */
export class FirstRequests {
  /** When the credentials were accepted last, ms since the epoch. */
  private readonly acceptedAt = new Map<string, number>();
  /** Fingerprints of credentials whose first request had no claim, because other processes kept the task list busy. */
  private readonly unclaimed = new Set<string>();
  /** The rejections of first requests, by fingerprint. The task list has each of them a moment later, for all windows. */
  private readonly rejections = new Map<string, Rejection>();
  /** The running first request of each key. Resolves with its failure if the waiting requests would fail alike. */
  private readonly pending = new Map<string, Promise<RequestFailure | undefined>>();

  constructor(
    private readonly clock: Clock,
    private readonly windows: FirstRequestClaims,
  ) {}

  /**
   * Sends a request, after the first one if it must wait for it; if that failed alike for all, returns its failure instead.
   * @param key names the credentials and where they are used
   * @param call its signal cancels the wait; other windows know the credentials by its fingerprint
   * @throws CancelledError, and what `send` throws
   */
  async run<T extends Outcome>(key: string, call: FirstCall, send: () => Promise<T>): Promise<T | Failed> {
    let first = this.pending.get(key);
    while (first && !this.isAccepted(key)) {
      const failure = await raceAbort(first, call.signal);
      if (failure) {
        return { ok: false, failure };
      }
      first = this.pending.get(key);
    }
    return this.isAccepted(key) ? this.note(key, call, await send()) : this.sendFirst(key, call, send);
  }

  private async sendFirst<T extends Outcome>(
    key: string,
    call: FirstCall,
    send: () => Promise<T>,
  ): Promise<T | Failed> {
    const { promise, resolve } = Promise.withResolvers<RequestFailure | undefined>();
    this.pending.set(key, promise);
    let shared: RequestFailure | undefined;
    try {
      const { fingerprint } = call;
      const rejection = fingerprint && (await this.claim(fingerprint, call));
      if (rejection) {
        shared = rejection;
        return { ok: false, failure: rejection };
      }
      const result = this.note(key, call, await this.sendClaimed(call, send));
      shared = result.ok || isAlone(scopeOf(result.failure)) ? undefined : result.failure;
      return result;
    } finally {
      this.pending.delete(key);
      resolve(shared);
    }
  }

  /**
   * Waits until no other window sends a first request, and no rejection of one is on its way to the task list.
   * @returns why the credentials were rejected, perhaps just now; nothing when this window may send
   */
  private async claim(fingerprint: string, { signal, isTest = false }: FirstCall): Promise<RequestFailure | undefined> {
    const { clock, windows } = this;
    for (;;) {
      const claimed = await unlessBusy(undefined, () =>
        retryBusy(clock, signal, () => {
          const now = clock.now();
          return windows.claimFirstRequest(fingerprint, now, now + claimMs);
        }),
      );
      const isMine = claimed ?? true;
      if (claimed === undefined) {
        this.unclaimed.add(fingerprint);
      } else {
        this.unclaimed.delete(fingerprint);
      }
      // Also one from before: what was to be sent waited for the rate limit meanwhile.
      const rejection = isTest
        ? undefined
        : (windows.rejectionOf(fingerprint) ?? this.rejectionOf(fingerprint, claimed !== undefined));
      if (rejection && isMine) {
        await this.release(fingerprint);
      }
      if (isMine || rejection) {
        return rejection;
      }
      await delay(clock, retryMs, signal);
    }
  }

  /**
   * Sends a request, then releases its claim. After a rejection the claim stays until `rejectCredentials` has stored that; the
   * rejection of a draft is not stored.
   */
  private async sendClaimed<T extends Outcome>(
    { fingerprint, version }: FirstCall,
    send: () => Promise<T>,
  ): Promise<T> {
    let keepsClaim = false;
    try {
      const result = await send();
      keepsClaim = version !== undefined && !result.ok && isRejection(result.failure);
      return result;
    } finally {
      if (fingerprint && !keepsClaim) {
        await this.release(fingerprint);
      }
    }
  }

  /** A claim that cannot be released expires. */
  private release(fingerprint: string): Promise<void> {
    return unlessBusy(undefined, () =>
      retryBusy(this.clock, undefined, () => {
        this.windows.releaseFirstRequest(fingerprint);
      }),
    );
  }

  /**
   * A rejection is stored a moment after its response, and later where other processes keep the task list busy.
   * @param areClaimsRead whether the task list could be read: then it has the rejection of a request with a claim, unless the user
   *   has signed in again since
   */
  private rejectionOf(fingerprint: string, areClaimsRead: boolean): RequestFailure | undefined {
    const rejection = this.rejections.get(fingerprint);
    if (!rejection || (areClaimsRead && rejection.wasClaimed)) {
      return undefined;
    }
    const age = this.clock.now() - rejection.at;
    return age >= 0 && age < claimMs ? rejection.failure : undefined;
  }

  private isAccepted(key: string): boolean {
    const age = this.clock.now() - (this.acceptedAt.get(key) ?? -Infinity);
    return age >= 0 && age < acceptedForMs;
  }

  private note<T extends Outcome>(key: string, { fingerprint = '' }: FirstCall, result: T): T {
    const at = this.clock.now();
    if (result.ok || isAlone(scopeOf(result.failure))) {
      this.acceptedAt.set(key, at);
      this.rejections.delete(fingerprint);
    } else if (isRejection(result.failure)) {
      this.acceptedAt.delete(key);
      this.rejections.set(fingerprint, { failure: result.failure, at, wasClaimed: !this.unclaimed.has(fingerprint) });
    }
    return result;
  }
}

/** Whether the service rejected the credentials, and not only this request. */
function isRejection(failure: RequestFailure): boolean {
  return failure.kind === 'unauthorised' && !isAlone(scopeOf(failure));
}

/** The result of `work`, or `otherwise` where another process holds the file for long: requests go on without it. */
async function unlessBusy<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BusyError) {
      return otherwise;
    }
    throw error;
  }
}
