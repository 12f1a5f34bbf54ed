import type { Accounts } from '../accounts';
import type { SimulatedResponse, SimulatedRequest } from '../exchange';
import type { TakeRequest } from '../rateLimits';
import type { SimulatedTasks } from '../taskRegistry';

/**
 * Ways in which services differ from the documents or from each other. Off unless a test asks for them.
 *
 * - `dsc-loses-files`: a watermark task completes with two files that neither succeeded nor failed
 * - `koodrive-needs-user-id`: X-User-Id is mandatory with tokens too, as the document says
 * - `vod-ignores-task-id`: a query for one id returns the first page of all tasks
 * - `vod-writes-ids-in-upper-case`
 */
export type Quirk =
  'dsc-loses-files' | 'koodrive-needs-user-id' | 'vod-ignores-task-id' | 'vod-writes-ids-in-upper-case';

/** The parts of the cloud that its services use. */
export interface CloudState {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The cloud's own address, for links. */
  readonly origin: string;
  readonly accounts: Accounts;
  readonly tasks: SimulatedTasks;
  readonly takeRequest: TakeRequest;
  readonly quirks: ReadonlySet<Quirk>;
}

/** A simulated service. It returns a response for every request, including invalid ones. */
export type Service = (request: SimulatedRequest, cloud: CloudState) => SimulatedResponse;
