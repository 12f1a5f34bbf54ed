import { commands, l10n, window } from 'vscode';
import type { Clock } from '../../base/clock';
import { UserError } from '../../base/errors';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Logger } from '../../base/log';
import { message } from '../../base/message';
import { commandIds } from '../../ids';
import type { TaskRef, TaskState } from '../../tasks/task';
import type { Store } from '../../tasks/ports/store';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { rulesOf, statusOf } from '../../connections/connectionStatus';
import { onDidChangeStatus } from '../../connections/statusChanges';
import type { ProviderRegistry } from '../../providers/registry';
import { Announcer, type Announcement } from '../../notices/announcer';
import { localize } from '../shell/localize';
import { notificationLevel } from '../shell/settings';
import { notTracked } from './notTracked';
import { endSeverity, endText, worstOf } from '../text/endText';
import { runReported } from '../commands/runReported';
import { showMessage } from '../shell/showMessage';

/** What the notifications depend on. */
interface NotificationDeps {
  readonly store: Pick<Store, 'onDidChange' | 'tasks' | 'queue' | 'connections' | 'outbox'>;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Shows a notification for tasks that ended, once, in the focused window. Call it when it is known which connections have
 * credentials.
 * @param show reveals a task in the tree
 */
export function registerNotifications(deps: NotificationDeps, show: (ref: TaskRef) => unknown): Disposable {
  const owned = new DisposableStore();
  const announcer = owned.add(
    new Announcer({
      ...deps,
      isFocused: () => window.state.focused,
      isWorthWaiting: (connection) => rulesOf(statusOf(connection, deps)).startupWaits,
      onDidChangeStatus: (listener) => onDidChangeStatus(deps, listener),
      isWanted: ({ to }) => isWanted(to),
      show: (announcement) => void tell(deps, announcement, show),
    }),
  );
  owned.add(
    window.onDidChangeWindowState(() => {
      announcer.check();
    }),
  );
  return owned;
}

function isWanted(state: TaskState): boolean {
  const level = notificationLevel();
  return level === 'all' || (level === 'failures' && state !== 'succeeded' && state !== 'cancelled');
}

/** Shows an announcement, and does what its button says: for the task that ended worst, or for the first that is still tracked. */
async function tell(
  deps: NotificationDeps,
  announcement: Announcement,
  show: (ref: TaskRef) => unknown,
): Promise<void> {
  const { notices } = announcement;
  const isOne = notices.length === 1;
  const worst = worstOf(notices);
  const showTask = isOne ? l10n.t('Show Details') : l10n.t('Show Tasks');
  const openAnswer = l10n.t('Open Response');
  const text = endText(announcement, localize);
  const pressed = await showMessage(endSeverity(worst.to), text, showTask, ...(isOne ? [openAnswer] : []));
  if (pressed === undefined) {
    return;
  }
  await runReported('Notification', deps.log, async () => {
    // The notification may outlive its tasks.
    const task = [worst, ...notices].map((notice) => notice.task).find((each) => deps.store.tasks.get(each));
    if (!task) {
      throw isOne
        ? notTracked(deps, worst.task, worst.task.name)
        : new UserError(message('{0} tasks are no longer tracked.', notices.length));
    }
    if (isOne) {
      await commands.executeCommand(pressed === showTask ? commandIds.showDetails : commandIds.openJson, task);
    } else {
      await show(task);
    }
  });
}
