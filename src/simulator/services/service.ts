import type { Accounts } from '../accounts';
import type { SimulatedResponse, SimulatedRequest } from '../exchange';
import type { TakeRequest } from '../rateLimits';
import type { SimulatedTasks } from '../taskRegistry';

/** The parts of the cloud that its services use. */
export interface CloudState {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The cloud's own address, for links. */
  readonly origin: string;
  readonly accounts: Accounts;
  readonly tasks: SimulatedTasks;
  readonly takeRequest: TakeRequest;
}

/** A simulated service. It returns a response for every request, including invalid ones. */
export type Service = (request: SimulatedRequest, cloud: CloudState) => SimulatedResponse;
