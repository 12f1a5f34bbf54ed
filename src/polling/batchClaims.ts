import { IntervalTimer } from '../base/async/intervalTimer';
import { toError } from '../base/errors';
import type { Claim, Settlement } from '../tasks/ports/pollQueue';
import type { PollDeps } from './pollDeps';

/** How long (ms) a claim lasts. A running batch renews its claims; a killed window's expire. */
const claimMs = 45_000;
/** Delay (ms) after a fault of this window's own, such as a locked keychain. */
const faultDelayMs = 30_000;

/** When claims made now expire, ms since the epoch. */
export function claimExpiry(now: number): number {
  return now + claimMs;
}

/** Injected dependencies of a batch's claims. */
type BatchClaimsDeps = Pick<PollDeps, 'store' | 'clock' | 'log'>;

/** The claims of one batch: the tasks of one connection that this window alone may poll until they expire. */
export class BatchClaims {
  /** The connection's id. */
  readonly connection: string;
  /** When the tasks were claimed, ms since the epoch. */
  readonly claimedAt: number;
  private claims: readonly Claim[];

  /** @param claims tasks of one connection, at least one */
  constructor(
    private readonly deps: BatchClaimsDeps,
    claims: readonly [Claim, ...Claim[]],
  ) {
    this.claims = claims;
    this.connection = claims[0].task.connection;
    this.claimedAt = deps.clock.now();
  }

  /** The claims that were neither settled nor released. */
  get pending(): readonly Claim[] {
    return this.claims;
  }

  /** Runs `work` and renews the claims meanwhile, however long one request takes. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const { store, clock, log } = this.deps;
    const timer = new IntervalTimer(clock, (error) => {
      log.warn(`Claims could not be renewed: ${toError(error).message}`);
    });
    timer.cancelAndSet(() => {
      store.queue.extend(this.claims, claimExpiry(clock.now()));
    }, claimMs / 3);
    try {
      return await work();
    } finally {
      timer.dispose();
    }
  }

  /** Writes the results of claims. */
  settle(settled: readonly Settlement[]): void {
    this.deps.store.queue.settle(settled);
    const claims = new Set(settled.map(({ claim }) => claim));
    this.claims = this.claims.filter((claim) => !claims.has(claim));
  }

  /** Releases the claims that were not settled, also after a cancellation. */
  release(): void {
    this.deps.store.queue.release(this.claims);
    this.claims = [];
  }

  /** Releases all claims and backs off, after a fault that is not the service's: it would occur again at once. */
  releaseAfterFault(): void {
    const { store, clock } = this.deps;
    store.connections.backOff(this.connection, { until: clock.now() + faultDelayMs });
    this.release();
  }
}
