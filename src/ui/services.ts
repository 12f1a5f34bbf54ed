import type { EditorAccounts } from '../auth/editorAccount';
import type { Logger } from '../base/log';
import type { DefinedProviders } from '../providers/definedProviders';
import type { SignInClient } from '../client/callContext';
import type { TaskService } from '../polling/taskService';
import type { Poller } from '../polling/poller';
import type { ResponseDocuments } from './views/responseDocuments';
import type { DetailsView } from './views/details/detailsView';
import type { Demo } from './demo';
import type { StatusBar } from './views/statusBar';
import type { ViewArrangement } from './arrangement/arrangement';
import type { TaskTree } from './views/tree/taskTree';
import type { Store } from '../tasks/ports/store';
import type { ViewDeps } from './shell/viewDeps';

/** What commands depend on. */
export interface Services extends ViewDeps {
  readonly store: Store;
  /** Definitions of providers: those of the setting, and the catalog. */
  readonly definitions: DefinedProviders;
  readonly client: SignInClient;
  readonly accounts: EditorAccounts;
  readonly service: TaskService;
  readonly poller: Poller;
  readonly tree: TaskTree;
  readonly arrangement: ViewArrangement;
  readonly statusBar: StatusBar;
  readonly responseDocuments: ResponseDocuments;
  /** The Details panels. */
  readonly details: DetailsView;
  /** Loads the demo's chunk at its first use. */
  readonly demo: () => Promise<Demo>;
  readonly log: Logger & { show(): void };
}
