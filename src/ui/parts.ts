import type { Clock } from '../base/clock';
import type { Logger } from '../base/log';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { ProviderRegistry } from '../providers/registry';
import type { TaskRepository } from '../tasks/taskRepository';
import type { ServiceAsker } from '../tracking/serviceAsker';
import type { TaskService } from '../tracking/taskService';
import type { Tracker } from '../tracking/tracker';
import type { AnswerDocuments } from './answers';
import type { Demo } from './demo';
import type { StatusBar } from './statusBar';
import type { TaskTree } from './tree/taskTree';

/** The parts of the house that commands put to work. */
export interface Parts {
  readonly store: TaskRepository;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly asker: ServiceAsker;
  readonly service: TaskService;
  readonly tracker: Tracker;
  readonly tree: TaskTree;
  readonly statusBar: StatusBar;
  readonly answers: AnswerDocuments;
  readonly demo: Demo;
  readonly clock: Clock;
  readonly log: Logger & { show(): void };
}
