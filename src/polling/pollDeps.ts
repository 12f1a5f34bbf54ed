import type { Clock } from '../base/clock';
import type { Logger } from '../base/log';
import type { TimeSlicer } from '../base/timeSlicer';
import type { ServiceClient } from '../client/callContext';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { ProviderRegistry } from '../providers/registry';
import type { Store } from '../tasks/ports/store';
import type { PresenceLevel } from '../tasks/presence';
import type { ListCache } from './listCache';
import type { PollingLimits } from './schedule';

/** Injected dependencies of poller and batches. */
export interface PollDeps {
  readonly store: Pick<Store, 'onDidChange' | 'tasks' | 'queue' | 'connections' | 'rateLimits'>;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly client: ServiceClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** Queues the processing of responses, so that the window stays responsive. */
  readonly timeSlicer: TimeSlicer;
  /** The negative cache of services' lists. */
  readonly lists: ListCache;
  /** Read for each decision. */
  readonly limits: () => PollingLimits;
  /** Where the user looks. */
  readonly presence: () => PresenceLevel;
  /** From 0 (included) to 1. */
  readonly random: () => number;
}
