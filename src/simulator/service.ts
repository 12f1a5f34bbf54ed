import type { AccountBook } from './accountBook';
import type { SimulatedAnswer, SimulatedRequest } from './exchange';
import type { TakeTurn } from './rateLimits';
import type { TaskBook } from './taskBook';

/** What a simulated service knows of its cloud. */
export interface CloudState {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The cloud's own address, for links. */
  readonly origin: string;
  readonly accounts: AccountBook;
  readonly tasks: TaskBook;
  readonly takeTurn: TakeTurn;
}

/** One simulated service: an answer for every request, also for a wrong one. */
export type Service = (request: SimulatedRequest, cloud: CloudState) => SimulatedAnswer;
