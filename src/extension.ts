import { l10n, Uri, window, type ExtensionContext } from 'vscode';
import type { CloudTasksExports } from './api';
import { createCredentialVault } from './auth/credentialVault';
import { othersTurn, systemClock as clock } from './base/clock';
import { toError } from './base/errors';
import { DisposableStore } from './base/lifecycle';
import type { Logger } from './base/log';
import type { Message } from './base/message';
import { Slices } from './base/slices';
import { ConnectionDirectory } from './connections/connectionDirectory';
import { createHttpClient } from './http/httpClient';
import { checkConnection } from './providers/checkConnection';
import { huaweiDsc } from './providers/huaweiDsc';
import { huaweiKooDrive } from './providers/huaweiKooDrive';
import { huaweiVod } from './providers/huaweiVod';
import { createProviderRegistry } from './providers/registry';
import { shoplazza } from './providers/shoplazza';
import { openDatabase } from './store/database';
import { createTaskStore } from './store/taskStore';
import type { TaskRepository } from './tasks/taskRepository';
import { SharedAttention } from './tracking/attention';
import { hurryWhenSeen } from './tracking/hurry';
import { forgetOld } from './tracking/housekeeping';
import { Lapses } from './tracking/lapses';
import { ServiceAsker } from './tracking/serviceAsker';
import { TaskService } from './tracking/taskService';
import { Tracker } from './tracking/tracker';
import { AnswerDocuments } from './ui/answers';
import { registerCommands } from './ui/commands/registerCommands';
import { connectionSetting } from './ui/connectionSetting';
import { registerContextKeys } from './ui/contextKeys';
import { Demo } from './ui/demo';
import { registerLapseWarnings } from './ui/lapseWarnings';
import { localise } from './ui/localise';
import { registerNotifications } from './ui/notifications';
import { createOutputLog } from './ui/outputLog';
import type { Parts } from './ui/parts';
import { createPublicApi } from './ui/publicApi';
import { pollingLimits, requestTimeout } from './ui/settings';
import { StatusBar } from './ui/statusBar';
import { TaskTree } from './ui/tree/taskTree';
import { registerTroubleMessages } from './ui/troubleMessages';
import { followAttention, isTreeInSight, registerUserPresence } from './ui/windowAttention';

/** After its start a window asks for nothing for this long; ms. */
const startPause = 1_000;

/**
 * Builds every part in its order, connects them and returns the interface for other extensions. Between large parts
 * others get their turn: the editor starts everything at the same time.
 */
export async function activate(context: ExtensionContext): Promise<CloudTasksExports> {
  // One store for all, since it ends what came last first, and the editor would not.
  const house = new DisposableStore();
  context.subscriptions.push(house);
  const owned = house.add.bind(house);

  const log = owned(createOutputLog());
  await othersTurn(clock);
  const store = owned(openStore(context.globalStorageUri, log));
  await othersTurn(clock);
  const vault = owned(createCredentialVault(context.secrets, clock));
  const providers = owned(createProviderRegistry([huaweiDsc, huaweiVod, huaweiKooDrive, shoplazza]));
  const connections = owned(
    new ConnectionDirectory(connectionSetting, vault, (connection) => {
      const provider = providers.get(connection.provider);
      return provider && checkConnection(provider, connection);
    }),
  );
  const asker = new ServiceAsker(createHttpClient({ clock, log }), clock, requestTimeout, store);
  const service = new TaskService(store, connections, providers, asker, clock);
  const slices = owned(
    new Slices(clock, (error) => {
      log.error(toError(error).stack ?? String(error));
    }),
  );
  const sources = { store, connections, providers, clock, slices };
  await othersTurn(clock);
  const tree = owned(new TaskTree(sources));
  const attention = owned(new SharedAttention(store, clock, log));
  const pace = { limits: pollingLimits, attention: () => attention.best(), random: Math.random };
  const tracker = owned(new Tracker({ ...sources, ...pace, asker, log }));
  const onDidHurry = tracker.lookNow.bind(tracker);
  owned(hurryWhenSeen({ ...sources, limits: pollingLimits, attention, onDidHurry }));
  const statusBar = owned(new StatusBar(sources, context.globalState, () => isTreeInSight(tree.view)));
  const answers = owned(new AnswerDocuments(store));
  const demo = owned(new Demo(connections, vault, service, store, context.globalState, clock, log));
  const parts = { ...sources, asker, service, tracker, tree, statusBar, answers, demo, log };

  owned(registerTroubleMessages(connections, tracker.onDidRefuse));
  const lapses = owned(new Lapses(store, connections, clock, log));
  owned(registerLapseWarnings(connections, lapses.onWillLapse));
  owned(registerContextKeys(sources));
  owned(registerCommands(parts));
  owned(registerUserPresence({ tree: tree.view, statusBar, connections }));
  // A provider that comes later has its own idea of what a connection must have.
  owned(providers.onDidChange(() => void connections.load()));
  void begin(parts, attention, house);
  return owned(createPublicApi(parts));
}

/** Begins to ask, and to tell of what ended, once it is known which connections have credentials. */
async function begin(parts: Parts, attention: SharedAttention, house: DisposableStore): Promise<void> {
  const { connections, tracker, tree, demo, log } = parts;
  try {
    await connections.load();
    await othersTurn(clock);
    house.add(registerNotifications(parts, (ref) => tree.reveal(ref)));
    // What is overdue can wait until the editor has the first rows.
    house.add(
      clock.schedule(startPause, () => {
        tracker.start();
        house.add(followAttention(attention, tree.view));
      }),
    );
    forgetOld(parts.store, parts.slices);
    await demo.resume();
  } catch (error) {
    log.error(`Tracking did not start: ${toError(error).message}`);
  }
}

/** The shared file; a list in memory, with a word to the user, where the file cannot be used or no longer. */
function openStore(folder: Uri, log: Logger): TaskRepository {
  const tell = (problem: Message): void => {
    const text = l10n.t('{0} Until then tasks are kept in this window only.', localise(problem));
    log.error(text);
    void window.showErrorMessage(text);
  };
  const file = Uri.joinPath(folder, 'tasks.db').fsPath;
  const opened = openDatabase({ file, clock, log, onDidLeaveFile: tell });
  if (opened.kind === 'in-memory') {
    tell(opened.problem);
  } else if (opened.setAside !== undefined) {
    const text = l10n.t('The task list was damaged. It is kept as {0}, and a new one was begun.', opened.setAside);
    log.error(text);
    void window.showWarningMessage(text);
  }
  return createTaskStore(opened.database, { clock, log, windowId: crypto.randomUUID() });
}
