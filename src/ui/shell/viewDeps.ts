import type { Clock } from '../../base/clock';
import type { TimeSlicer } from '../../base/timeSlicer';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import type { ProviderRegistry } from '../../providers/registry';
import type { Store } from '../../tasks/ports/store';

/** Where every view reads what it shows. */
export interface ViewDeps {
  readonly store: Store;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  /** Where drawing waits for its turn. */
  readonly timeSlicer: TimeSlicer;
}
