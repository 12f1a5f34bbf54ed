import { authentication, env, l10n, Uri, workspace, type ExtensionContext } from 'vscode';
import type { CloudTasksExports } from './api';
import { createCredentialVault } from './auth/credentialVault';
import { yieldToEventLoop, systemClock as clock } from './base/clock';
import { toError } from './base/errors';
import { DisposableStore } from './base/lifecycle';
import { lazy, loadChunk } from './base/loadChunk';
import type { Logger } from './base/log';
import type { Message } from './base/message';
import { TimeSlicer } from './base/timeSlicer';
import { ConnectionDirectory } from './connections/connectionDirectory';
import { builtInProviders } from './providers/builtInProviders';
import { createConnectionRules } from './providers/checkConnection';
import { DefinedProviders } from './providers/definedProviders';
import { createProviderRegistry } from './providers/registry';
import { isDemo } from './simulator/demo/demoIds';
import { isIntact } from './store/sqlite/damagedFile';
import { loadMemoryCopy } from './store/sqlite/loadMemoryCopy';
import { openDatabase } from './store/sqlite/database';
import { createTaskStore } from './store/taskStore';
import type { Store } from './tasks/ports/store';
import { SharedPresence } from './polling/presence';
import { createLazyServiceClient } from './client/lazyServiceClient';
import { TaskService } from './polling/taskService';
import { Poller } from './polling/poller';
import { ResponseDocuments } from './ui/views/responseDocuments';
import { registerCommands } from './ui/commands/registerCommands';
import { createEditorAccounts } from './ui/shell/editorAccounts';
import { catalogFiles } from './ui/shell/catalogFiles';
import { connectionSetting, providerSetting } from './ui/shell/userSetting';
import { registerTools } from './ui/agents/registerTools';
import { registerLinks } from './ui/links/registerLinks';
import { registerWaitTasks } from './ui/waiting/registerWaitTasks';
import { registerContextKeys } from './ui/shell/contextKeys';
import { localize } from './ui/shell/localize';
import { createOutputLog } from './ui/shell/outputLog';
import type { Services } from './ui/services';
import { createPublicApi } from './ui/api/publicApi';
import { historyDays, pollingLimits, requestTimeout } from './ui/shell/settings';
import { DetailsView } from './ui/views/details/detailsView';
import { StatusBar } from './ui/views/statusBar';
import { ViewArrangement } from './ui/arrangement/arrangement';
import { TaskTree } from './ui/views/tree/taskTree';
import { registerRejectionWarnings } from './ui/messages/rejectionWarnings';
import { followPresence, isTreeInSight, registerUserPresence } from './ui/presence';
import { showMessage } from './ui/shell/showMessage';

/** A new window polls nothing for this long (ms). */
const startDelayMs = 1_000;

/** Notifications wait this long (ms) for the secret storage, which decides which connections this window can poll. */
const loadingPatienceMs = 2_000;

/**
 * Builds all parts in order, connects them and returns the API for other extensions. Yields to the event loop between large
 * parts, since VS Code starts all extensions at the same time.
 */
export async function activate(context: ExtensionContext): Promise<CloudTasksExports> {
  // A `DisposableStore` disposes in reverse order; VS Code does not.
  const disposables = new DisposableStore();
  context.subscriptions.push(disposables);
  const register = disposables.add.bind(disposables);

  const log = register(createOutputLog());
  await yieldToEventLoop(clock);
  const file = Uri.joinPath(context.globalStorageUri, 'tasks.db').fsPath;
  const isListIntact = isIntact(file);
  await yieldToEventLoop(clock);
  const store = register(openStore(file, isListIntact, log));
  await yieldToEventLoop(clock);
  const timeSlicer = register(
    new TimeSlicer(clock, (error) => {
      log.error(toError(error).stack ?? String(error));
    }),
  );
  const vault = register(createCredentialVault(context.secrets, clock, timeSlicer));
  const providers = register(createProviderRegistry(builtInProviders));
  const sources = {
    ...{ setting: providerSetting, connections: connectionSetting, catalog: catalogFiles(context.extensionUri) },
  };
  const definitions = register(new DefinedProviders(sources, providers, log));
  const accounts = createEditorAccounts(authentication);
  const connections = register(
    new ConnectionDirectory({
      setting: connectionSetting,
      rules: createConnectionRules(providers),
      ...{ vault, clock, accounts, log, timeSlicer },
    }),
  );
  const client = createLazyServiceClient({
    ...{
      clock,
      log,
      timeoutMs: requestTimeout,
      memory: store.connections,
      language: env.language,
      mayRunCommands: () => workspace.isTrusted,
      accounts,
    },
  });
  const service = new TaskService({ store, connections, providers, client, clock });
  const deps = { store, connections, providers, clock, timeSlicer };
  await yieldToEventLoop(clock);
  const arrangement = register(new ViewArrangement(context.workspaceState));
  const tree = register(new TaskTree(deps, arrangement));
  const presence = register(new SharedPresence(store, clock, log));
  const pace = { limits: pollingLimits, presence: () => presence.best(), random: Math.random };
  const poller = register(new Poller({ ...deps, ...pace, client, log }));
  const statusBar = register(new StatusBar(deps, () => isTreeInSight(tree.view)));
  const responseDocuments = register(new ResponseDocuments(store));
  const demo = lazy(async () => {
    const { Demo } = await loadChunk(() => import('./ui/demo'));
    return register(new Demo(connections, vault, service, store, context.globalState, clock, log));
  });
  const parts = {
    ...deps,
    definitions,
    client,
    accounts,
    service,
    poller,
    tree,
    arrangement,
    statusBar,
    responseDocuments,
    demo,
    log,
  };
  const details = register(new DetailsView(parts, context.extensionUri));
  const services = { ...parts, details };

  register(registerRejectionWarnings(connections, poller.onDidReject));
  register(registerContextKeys(deps, arrangement));
  register(registerCommands(services));
  register(registerTools(services));
  register(registerLinks(services));
  register(registerWaitTasks(services));
  register(registerUserPresence({ tree: tree.view, statusBar, connections }));
  // A new provider brings rules for its connections, so that they are validated again.
  register(providers.onDidChange(() => void connections.load()));
  void begin(services, presence, disposables);
  return register(createPublicApi(services));
}

/** Starts polling, notifications and the demo. */
async function begin(services: Services, presence: SharedPresence, disposables: DisposableStore): Promise<void> {
  const { connections, definitions, poller, store, timeSlicer, tree, demo, log } = services;
  try {
    // Overdue tasks can wait until the first rows are drawn.
    disposables.add(
      clock.schedule(startDelayMs, () => {
        poller.start();
        disposables.add(followPresence(presence, tree.view));
      }),
    );
    const patience = new Promise<void>((resolve) => {
      disposables.add(clock.schedule(loadingPatienceMs, resolve));
    });
    await yieldToEventLoop(clock);
    const loadAll = async (): Promise<void> => {
      await definitions.load();
      await yieldToEventLoop(clock);
      await connections.load();
    };
    const loaded = loadAll();
    await Promise.race([loaded, patience]);
    await yieldToEventLoop(clock);
    const { registerNotices } = await loadChunk(() => import('./ui/messages/notices'));
    disposables.add(registerNotices(services));
    const { rescheduleOnPresence } = await loadChunk(() => import('./polling/reschedule'));
    const onDidReschedule = poller.checkSoon.bind(poller);
    disposables.add(rescheduleOnPresence({ ...services, limits: pollingLimits, presence, onDidReschedule }));
    const { purgeOldTasks } = await loadChunk(() => import('./polling/purge'));
    disposables.add(purgeOldTasks({ tasks: store.tasks, historyDays, timeSlicer, clock, log }));
    if (connections.all().some(({ id }) => isDemo(id))) {
      await (await demo()).resume();
    }
    await loaded;
    const { registerSettingProblems } = await loadChunk(() => import('./ui/messages/settingProblems'));
    disposables.add(registerSettingProblems(services));
    // While its file is there: an update may remove it under this window, whose task list fails later.
    loadMemoryCopy();
  } catch (error) {
    log.error(`Polling did not start: ${toError(error).message}`);
  }
}

/** Opens the shared file. If it cannot be used, the store is in memory and a message says so. */
function openStore(file: string, isListIntact: boolean, log: Logger): Store {
  const tell = (problem: Message): void => {
    const text = l10n.t('{0} Until then tasks are kept in this window only.', localize(problem));
    log.error(text);
    void showMessage('error', text);
  };
  const opened = openDatabase({ file, clock, log, isIntact: isListIntact, onDidLeaveFile: tell });
  if (opened.kind === 'in-memory') {
    tell(opened.problem);
  } else if (opened.damaged) {
    const { path, savedTasks } = opened.damaged;
    const text = l10n.t(
      'The task list was damaged. Tasks saved into a new list: {0}. The damaged file is kept as {1}.',
      savedTasks,
      path,
    );
    log.error(text);
    void showMessage('warning', text);
  }
  return createTaskStore(opened.database, { clock, log, windowId: crypto.randomUUID() });
}
