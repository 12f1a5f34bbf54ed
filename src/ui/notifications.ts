import { commands, l10n, window } from 'vscode';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import { commandIds } from '../ids';
import type { TaskRef, TaskState } from '../tasks/task';
import type { Notice } from '../tasks/taskRepository';
import { notificationLevel, type NotificationLevel } from './settings';
import type { TreeSources } from './tree/treeItems';

/** Notices that come within this time become one message; ms. */
const gathering = 700;
/** A window that the user is not in leaves a notice to the one that they are in; ms. */
const deference = 3_000;
/** A claim on notices outlives the moment it takes to show them; ms. */
const claimMs = 30_000;
const atOnce = 500;
/** Up to this many tasks are named, more are counted. */
const named = 3;

/**
 * Tells the user of tasks that ended, once, in one window: the one they are in. Reads the store's outbox.
 */
export class Notifications implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly timer = this.owned.add(new MutableDisposable());

  /** @param show brings a task into sight */
  constructor(
    private readonly sources: TreeSources,
    private readonly show: (ref: TaskRef) => unknown,
  ) {
    this.owned.add(
      sources.store.onDidChange(({ notices }) => {
        if (notices) {
          this.gather();
        }
      }),
    );
    // What another window took upon itself and did not come to show is free again by then.
    this.owned.add(
      window.onDidChangeWindowState(() => {
        this.gather();
      }),
    );
    this.gather();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private gather(): void {
    this.timer.current ??= this.sources.clock.schedule(window.state.focused ? gathering : deference, () => {
      this.timer.current = undefined;
      this.tell();
    });
  }

  private tell(): void {
    const { store, clock } = this.sources;
    const now = clock.now();
    const notices = store.claimNotices(now, now + claimMs, atOnce);
    if (notices.length === 0) {
      return;
    }
    if (notices.length === atOnce) {
      this.gather();
    }
    const wanted = notices.filter(({ to }) => isWanted(to, notificationLevel()));
    if (wanted.length > 0) {
      void this.message(wanted);
    }
    store.settleNotices(notices.map(({ sequence }) => sequence));
  }

  private async message(notices: readonly Notice[]): Promise<void> {
    const [first, ...others] = notices;
    if (!first) {
      return;
    }
    const isOne = others.length === 0;
    const showTask = isOne ? l10n.t('Show Task') : l10n.t('Show Tasks');
    const openAnswer = l10n.t('Open Answer');
    const text = notices.length <= named ? notices.map(sentence).join(' ') : summary(notices);
    const pressed = await say(worst(notices), text, showTask, ...(isOne ? [openAnswer] : []));
    if (pressed === showTask) {
      this.show(first.task);
    } else if (pressed === openAnswer) {
      await commands.executeCommand(commandIds.openJson, first.task);
    }
  }
}

function isWanted(state: TaskState, level: NotificationLevel): boolean {
  return level === 'all' || (level === 'failures' && state !== 'succeeded' && state !== 'cancelled');
}

function sentence({ task, to }: Notice): string {
  const { name, progress } = task;
  switch (to) {
    case 'succeeded':
      return l10n.t('{0} succeeded.', name);
    case 'partial':
      return progress?.failed === undefined || progress.total === undefined
        ? l10n.t('{0} ended, and part of it failed.', name)
        : l10n.t('{0} ended: {1} of {2} failed.', name, progress.failed, progress.total);
    case 'failed':
      return progress?.error ? l10n.t('{0} failed: {1}', name, progress.error.message) : l10n.t('{0} failed.', name);
    case 'cancelled':
      return l10n.t('{0} was cancelled.', name);
    case 'expired':
      return l10n.t('{0} is no longer known to its service. Its last answer is kept.', name);
    case 'queued':
    case 'running':
    case 'unknown':
      return l10n.t('{0} goes on.', name);
  }
}

function summary(notices: readonly Notice[]): string {
  const count = (...states: readonly TaskState[]): number => notices.filter(({ to }) => states.includes(to)).length;
  const good = count('succeeded');
  const bad = count('failed', 'partial', 'expired');
  const parts = [
    ...(good > 0 ? [l10n.t('{0} succeeded', good)] : []),
    ...(bad > 0 ? [l10n.t('{0} failed', bad)] : []),
    ...(notices.length > good + bad ? [l10n.t('{0} cancelled', notices.length - good - bad)] : []),
  ];
  return l10n.t('{0} tasks ended: {1}.', notices.length, parts.join(', '));
}

function worst(notices: readonly Notice[]): TaskState {
  const states = notices.map(({ to }) => to);
  return (
    states.find((state) => state === 'failed') ??
    states.find((state) => state === 'partial' || state === 'expired') ??
    'succeeded'
  );
}

function say(state: TaskState, text: string, ...actions: string[]): Thenable<string | undefined> {
  switch (state) {
    case 'failed':
      return window.showErrorMessage(text, ...actions);
    case 'partial':
    case 'expired':
      return window.showWarningMessage(text, ...actions);
    default:
      return window.showInformationMessage(text, ...actions);
  }
}
