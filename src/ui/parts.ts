import type { Logger } from '../base/log';
import type { ServiceAsker } from '../tracking/serviceAsker';
import type { TaskService } from '../tracking/taskService';
import type { Tracker } from '../tracking/tracker';
import type { AnswerDocuments } from './answers';
import type { Demo } from './demo';
import type { StatusBar } from './statusBar';
import type { TaskTree } from './tree/taskTree';
import type { ViewSources } from './viewSources';

/** The parts of the house that commands put to work. */
export interface Parts extends ViewSources {
  readonly asker: ServiceAsker;
  readonly service: TaskService;
  readonly tracker: Tracker;
  readonly tree: TaskTree;
  readonly statusBar: StatusBar;
  readonly answers: AnswerDocuments;
  readonly demo: Demo;
  readonly log: Logger & { show(): void };
}
