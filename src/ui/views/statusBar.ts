import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, workspace, type Memento } from 'vscode';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { statusOf, type ConnectionStatus } from '../../connections/connectionStatus';
import { commandIds, settingsSection, statusBarId } from '../../ids';
import { statesUnderWay, type TaskState } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import { statusBarMode } from '../shell/settings';
import { asMarkdown, markdownIcon } from '../text/asMarkdown';
import { connectionStatusText } from '../text/connectionStatusText';
import { rowLabel } from '../text/rowLabel';
import { stateText } from '../text/stateText';
import { firstResponseMs, progressParts, percentText } from '../text/taskText';
import { stateCodicon } from '../text/stateIcons';
import type { ViewDeps } from '../shell/viewDeps';
import { countsAsRunning, runningStatuses, runningTaskCount } from './runningTasks';
import { statusBarSpeech, statusBarText, type StatusBarPart } from '../text/iconText';
import { truncate } from '../text/truncate';

/** The tooltip names up to this many tasks. */
const tooltipLength = 10;
/** Count failures up to this many. */
const countedFailures = 200;
/** The overall percentage is the average of up to this many tasks. */
const averagedTasks = 100;
/** Changes within this time (ms) are drawn together. */
const drawDelayMs = 150;

/** Failures count as seen after the tree was visible for this long (ms). */
const timeToSeeMs = 10_000;

const bad: readonly TaskState[] = ['failed', 'partial'];
const seenKey = 'failuresSeenAt';

/** What the item shows; problems come before progress. */
interface Status {
  readonly parts: readonly StatusBarPart[];
  readonly color?: 'errorBackground' | 'warningBackground';
}

/** The status-bar item: running tasks, rejected credentials, and failures until they were seen. */
export class StatusBar implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly seeing: RunOnceScheduler;
  private readonly drawing: RunOnceScheduler;
  /** The latest failed tasks, seen or not. Read again when tasks begin or end. */
  private ended: readonly TrackedTask[] | undefined;
  private readonly item = this.owned.add(window.createStatusBarItem(statusBarId, StatusBarAlignment.Left, 50));

  /**
   * @param memento stores when failures were last seen
   * @param isTreeInSight whether the tree, which shows failures too, is visible to the user
   */
  constructor(
    private readonly deps: ViewDeps,
    private readonly memento: Memento,
    private readonly isTreeInSight: () => boolean,
  ) {
    const { clock, timeSlicer } = deps;
    this.seeing = this.owned.add(
      new RunOnceScheduler({ clock }, () => {
        if (this.isTreeInSight()) {
          this.failuresSeen();
        }
      }),
    );
    this.drawing = this.owned.add(
      new RunOnceScheduler({ clock, timeSlicer }, () => {
        this.update();
      }),
    );
    this.item.name = l10n.t('Cloud Tasks');
    this.item.command = commandIds.showTasks;
    this.owned.add(
      deps.store.onDidChange(({ listsChanged }) => {
        if (listsChanged) {
          this.ended = undefined;
        }
        this.scheduleUpdate();
      }),
    );
    this.owned.add(
      deps.connections.onDidChange(() => {
        this.scheduleUpdate();
      }),
    );
    this.owned.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingsSection)) {
          this.scheduleUpdate();
        }
      }),
    );
    this.scheduleUpdate();
  }

  /** Marks all failures so far as seen. */
  failuresSeen(): void {
    if (this.unseenFailures().length > 0) {
      void this.memento.update(seenKey, this.deps.clock.now()).then(() => {
        this.scheduleUpdate();
      });
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private scheduleUpdate(): void {
    this.drawing.schedule(drawDelayMs);
  }

  private update(): void {
    const mode = statusBarMode();
    if (mode === 'never') {
      this.item.hide();
      return;
    }
    const underWay = this.deps.store.tasks.page({ states: statesUnderWay, order: 'activity', limit: averagedTasks });
    const status = this.status(underWay);
    if (!status && mode === 'auto') {
      this.item.hide();
      return;
    }
    const parts = status?.parts ?? [{ icon: 'cloud', text: l10n.t('Cloud Tasks') }];
    this.item.text = statusBarText(parts);
    this.item.backgroundColor = status?.color && new ThemeColor(`statusBarItem.${status.color}`);
    // Setting an equal tooltip again would close the open one.
    const tooltip = this.tooltip(underWay);
    if (!(this.item.tooltip instanceof MarkdownString) || this.item.tooltip.value !== tooltip.value) {
      this.item.tooltip = tooltip;
    }
    this.item.accessibilityInformation = { label: statusBarSpeech(parts) };
    this.item.show();
  }

  private status(running: readonly TrackedTask[]): Status | undefined {
    const statuses = runningStatuses(this.deps);
    const progress = [this.progress(running, statuses), this.blockedText(statuses)].filter(
      (part) => part !== undefined,
    );
    const failures = this.failures();
    if (failures) {
      return { parts: [failures, ...progress], color: 'errorBackground' };
    }
    const signIn = this.signInText(statuses);
    if (signIn) {
      return { parts: [signIn, ...progress], color: 'warningBackground' };
    }
    return progress.length === 0 ? undefined : { parts: progress };
  }

  /** Names a connection that needs credentials. Rejected ones are named even if none of their tasks runs. */
  private signInText(statuses: ReadonlyMap<string, ConnectionStatus>): StatusBarPart | undefined {
    const { connections } = this.deps;
    const rejected = connections.all().find(({ id }) => statusOf(id, this.deps).kind === 'credentials-rejected');
    if (rejected) {
      return { icon: 'key', text: l10n.t('{0}: credentials refused', shorten(rejected.name)) };
    }
    const missing = connections.all().find(({ id }) => statuses.get(id)?.kind === 'no-credentials');
    return missing && { icon: 'key', text: l10n.t('{0}: credentials needed', shorten(missing.name)) };
  }

  /** One reason why running tasks are not polled. A pause by the user comes last. */
  private blockedText(statuses: ReadonlyMap<string, ConnectionStatus>): StatusBarPart | undefined {
    const texts = [...statuses.keys()].flatMap((id) => connectionStatusText(this.deps, id) ?? []);
    const candidates = texts.filter(
      ({ status: { kind } }) => kind !== 'no-credentials' && kind !== 'credentials-rejected',
    );
    const unpaused = candidates.filter(({ status: { kind } }) => kind !== 'polling-paused');
    const text = unpaused.find(({ codicon }) => codicon === 'debug-disconnect') ?? unpaused[0];
    const isAnyCounted = [...statuses.values()].some(countsAsRunning);
    const shown = text ?? (isAnyCounted ? undefined : candidates[0]);
    return shown && { icon: shown.codicon, text: shown.label };
  }

  /** The failures that the user has not seen. */
  private failures(): StatusBarPart | undefined {
    const failures = this.unseenFailures();
    if (failures.length > 0 && this.isTreeInSight()) {
      this.seeing.schedule(timeToSeeMs);
    }
    const [failure, ...others] = failures;
    if (!failure) {
      return undefined;
    }
    return others.length === 0
      ? {
          icon: stateCodicon(failure.state),
          text: l10n.t('{0}: {1}', shorten(rowLabel(failure)), stateText(failure.state)),
        }
      : { icon: 'error', text: l10n.t('{0} failed', failures.length) };
  }

  private progress(
    running: readonly TrackedTask[],
    statuses: ReadonlyMap<string, ConnectionStatus>,
  ): StatusBarPart | undefined {
    const { store, clock } = this.deps;
    const count = runningTaskCount(this.deps);
    if (count === 0) {
      return undefined;
    }
    const tasks = running.filter(({ connection }) => countsAsRunning(statuses.get(connection)));
    const [only] = tasks;
    if (count === 1 && only) {
      const [progress] = progressParts(only, store.tasks.samples(only), clock.now());
      return { icon: 'sync~spin', text: [shorten(rowLabel(only)), progress].filter(Boolean).join(' ') };
    }
    const known = tasks.flatMap(({ progress }) => progress?.percent ?? []);
    const average = known.length > 0 ? known.reduce((sum, each) => sum + each, 0) / known.length : undefined;
    const percent = average === undefined ? '' : ` ${percentText(average)}`;
    return { icon: 'sync~spin', text: `${l10n.t('{0} tasks', count)}${percent}` };
  }

  private unseenFailures(): readonly TrackedTask[] {
    const seenAt = this.memento.get(seenKey, 0);
    this.ended ??= this.deps.store.tasks.counts().some(({ state }) => bad.includes(state))
      ? this.deps.store.tasks.page({ states: bad, order: 'activity', limit: countedFailures })
      : [];
    // A task that had ended before it was tracked is not a new failure.
    return this.ended.filter(({ changedAt, trackedAt }) => changedAt > Math.max(seenAt, trackedAt + firstResponseMs));
  }

  private tooltip(underWay: readonly TrackedTask[]): MarkdownString {
    const { store, clock } = this.deps;
    const text = new MarkdownString(undefined, true);
    for (const task of [...this.unseenFailures().slice(0, tooltipLength), ...underWay.slice(0, tooltipLength)]) {
      const parts = progressParts(task, store.tasks.samples(task), clock.now()).join(' · ');
      text
        .appendMarkdown(markdownIcon(stateCodicon(task.state)))
        .appendMarkdown(asMarkdown(task.name))
        .appendMarkdown(' &nbsp;')
        .appendMarkdown(asMarkdown(parts))
        .appendMarkdown('\n\n');
    }
    if (underWay.length > tooltipLength) {
      text.appendMarkdown(asMarkdown(l10n.t('and more…'))).appendMarkdown('\n\n');
    }
    return text.appendMarkdown(asMarkdown(l10n.t('Click to see the tasks.')));
  }
}

/** Shortens a name for the status bar. */
function shorten(name: string): string {
  return truncate(name, 30);
}
