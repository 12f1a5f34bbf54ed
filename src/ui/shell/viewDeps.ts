import type { Clock } from '../../base/clock';
import type { TimeSlicer } from '../../base/timeSlicer';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import type { ProviderRegistry } from '../../providers/registry';
import type { Store } from '../../tasks/ports/store';

/** What every view depends on. */
export interface ViewDeps {
  readonly store: Pick<Store, 'onDidChange' | 'tasks' | 'connections'>;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  /** Runs drawing in small parts. */
  readonly timeSlicer: TimeSlicer;
}
