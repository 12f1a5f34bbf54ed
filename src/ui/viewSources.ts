import type { Clock } from '../base/clock';
import type { Slices } from '../base/slices';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { ProviderRegistry } from '../providers/registry';
import type { TaskRepository } from '../tasks/taskRepository';

/** Where every view reads what it shows. */
export interface ViewSources {
  readonly store: TaskRepository;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  /** Where drawing waits for its turn. */
  readonly slices: Slices;
}
