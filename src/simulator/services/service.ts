import type { Accounts } from '../accounts';
import type { SimulatedAnswer, SimulatedRequest } from '../exchange';
import type { TakeRequest } from '../rateLimits';
import type { SimulatedTasks } from '../taskRegistry';

/** What a simulated service knows of its cloud. */
export interface CloudState {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The cloud's own address, for links. */
  readonly origin: string;
  readonly accounts: Accounts;
  readonly tasks: SimulatedTasks;
  readonly takeRequest: TakeRequest;
}

/** One simulated service: an answer for every request, also for a wrong one. */
export type Service = (request: SimulatedRequest, cloud: CloudState) => SimulatedAnswer;
