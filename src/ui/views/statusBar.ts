import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, workspace, type Memento } from 'vscode';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { statusOf, type ConnectionStatus } from '../../connections/connectionStatus';
import { commandIds, settingsSection, statusBarId } from '../../ids';
import { statesUnderWay, type TaskState } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import { statusBarMode } from '../shell/settings';
import { asMarkdown } from '../text/asMarkdown';
import { connectionStatusText } from '../text/connectionStatusText';
import { rowLabel } from '../text/rowLabel';
import { stateText } from '../text/stateText';
import { firstResponseMs, progressParts, percentText } from '../text/taskText';
import { stateCodicon } from '../text/stateIcons';
import type { ViewDeps } from '../shell/viewDeps';
import { countsAsRunning, runningStatuses, runningTaskCount } from './runningTasks';

/** Tasks that the tooltip names. */
const tooltipLength = 10;
/** Failures are counted up to this many. */
const countedFailures = 200;
/** Tasks whose progress the overall percentage is made of. */
const averagedTasks = 100;
/** Changes within this time are drawn together; ms. */
const drawTogether = 150;

/** Who has the tree in sight for this long has seen what failed; ms. */
const timeToSee = 10_000;

const bad: readonly TaskState[] = ['failed', 'partial'];
const seenKey = 'failuresSeenAt';

/** What the item says; trouble comes before progress. */
interface Status {
  readonly text: string;
  readonly color?: 'errorBackground' | 'warningBackground';
}

/** The one status-bar item: what is under way, refused credentials, and failures until they were seen. */
export class StatusBar implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly seeing: RunOnceScheduler;
  private readonly drawing: RunOnceScheduler;
  /** What last ended badly, seen or not, until tasks begin or end. */
  private ended: readonly TrackedTask[] | undefined;
  private readonly item = this.owned.add(window.createStatusBarItem(statusBarId, StatusBarAlignment.Left, 50));

  /**
   * @param memento keeps when failures were last seen
   * @param isTreeInSight whether the user has the tree before them, where failures show as well
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

  /** The user has looked: failures so far need not be pointed out any more. */
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
    this.drawing.schedule(drawTogether);
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
    this.item.text = status?.text ?? `$(cloud) ${l10n.t('Cloud Tasks')}`;
    this.item.backgroundColor = status?.color && new ThemeColor(`statusBarItem.${status.color}`);
    // An equal tooltip that is set again would vanish under the pointer.
    const tooltip = this.tooltip(underWay);
    if (!(this.item.tooltip instanceof MarkdownString) || this.item.tooltip.value !== tooltip.value) {
      this.item.tooltip = tooltip;
    }
    this.item.accessibilityInformation = { label: this.item.text.replace(/\$\([^)]*\)\s*/g, '') };
    this.item.show();
  }

  private status(running: readonly TrackedTask[]): Status | undefined {
    const statuses = runningStatuses(this.deps);
    const progress = [this.progress(running, statuses), this.blockedText(statuses)].filter(Boolean).join('  ');
    const failures = this.failures();
    const signIn = this.signInText(statuses);
    const alarm: Status | undefined = failures
      ? { text: failures, color: 'errorBackground' }
      : signIn === undefined
        ? undefined
        : { text: signIn, color: 'warningBackground' };
    if (alarm) {
      return { ...alarm, text: [alarm.text, progress].filter(Boolean).join('  ') };
    }
    return progress === '' ? undefined : { text: progress };
  }

  /** The connection that waits for new credentials. One that was rejected is named even when none of its tasks runs. */
  private signInText(statuses: ReadonlyMap<string, ConnectionStatus>): string | undefined {
    const { connections } = this.deps;
    const rejected = connections.all().find(({ id }) => statusOf(id, this.deps).kind === 'credentials-rejected');
    if (rejected) {
      return `$(key) ${l10n.t('{0}: credentials refused', rejected.name)}`;
    }
    const missing = connections.all().find(({ id }) => statuses.get(id)?.kind === 'no-credentials');
    return missing && `$(key) ${l10n.t('{0}: credentials needed', missing.name)}`;
  }

  /** Why some running tasks are not polled: once, however many they are. That the user paused polling is said last. */
  private blockedText(statuses: ReadonlyMap<string, ConnectionStatus>): string | undefined {
    const texts = [...statuses.keys()].flatMap((id) => connectionStatusText(this.deps, id) ?? []);
    const told = texts.filter(({ status: { kind } }) => kind !== 'no-credentials' && kind !== 'credentials-rejected');
    const unpaused = told.filter(({ status: { kind } }) => kind !== 'polling-paused');
    const text = unpaused.find(({ codicon }) => codicon === 'debug-disconnect') ?? unpaused[0];
    const isAnyCounted = [...statuses.values()].some(countsAsRunning);
    const shown = text ?? (isAnyCounted ? undefined : told[0]);
    return shown && `$(${shown.codicon}) ${shown.label}`;
  }

  /** What failed since the user last looked. */
  private failures(): string | undefined {
    const failures = this.unseenFailures();
    if (failures.length > 0 && this.isTreeInSight()) {
      this.seeing.schedule(timeToSee);
    }
    const [failure, ...others] = failures;
    return failure && others.length === 0
      ? `${stateCodicon(failure.state)} ${l10n.t('{0}: {1}', shorten(rowLabel(failure)), stateText(failure.state))}`
      : failure && `$(error) ${l10n.t('{0} failed', failures.length)}`;
  }

  private progress(
    running: readonly TrackedTask[],
    statuses: ReadonlyMap<string, ConnectionStatus>,
  ): string | undefined {
    const { store, clock } = this.deps;
    const count = runningTaskCount(this.deps);
    if (count === 0) {
      return undefined;
    }
    const tasks = running.filter(({ connection }) => countsAsRunning(statuses.get(connection)));
    const [only] = tasks;
    if (count === 1 && only) {
      const [progress] = progressParts(only, store.tasks.samples(only), clock.now());
      return [`$(sync~spin) ${shorten(rowLabel(only))}`, progress].filter(Boolean).join(' ');
    }
    const known = tasks.flatMap(({ progress }) => progress?.percent ?? []);
    const average = known.length > 0 ? known.reduce((sum, each) => sum + each, 0) / known.length : undefined;
    const percent = average === undefined ? '' : ` ${percentText(average)}`;
    return `$(sync~spin) ${l10n.t('{0} tasks', count)}${percent}`;
  }

  private unseenFailures(): readonly TrackedTask[] {
    const seenAt = this.memento.get(seenKey, 0);
    this.ended ??= this.deps.store.tasks.counts().some(({ state }) => bad.includes(state))
      ? this.deps.store.tasks.page({ states: bad, order: 'activity', limit: countedFailures })
      : [];
    // What had ended before it was tracked is no news.
    return this.ended.filter(({ changedAt, trackedAt }) => changedAt > Math.max(seenAt, trackedAt + firstResponseMs));
  }

  private tooltip(underWay: readonly TrackedTask[]): MarkdownString {
    const { store, clock } = this.deps;
    const text = new MarkdownString(undefined, true);
    for (const task of [...this.unseenFailures().slice(0, tooltipLength), ...underWay.slice(0, tooltipLength)]) {
      const parts = progressParts(task, store.tasks.samples(task), clock.now()).join(' · ');
      text
        .appendMarkdown(`${stateCodicon(task.state)} `)
        .appendMarkdown(`${asMarkdown(task.name)} &nbsp;${asMarkdown(parts)}`)
        .appendMarkdown('\n\n');
    }
    if (underWay.length > tooltipLength) {
      text.appendMarkdown(asMarkdown(l10n.t('and more…'))).appendMarkdown('\n\n');
    }
    return text.appendMarkdown(asMarkdown(l10n.t('Click to see the tasks.')));
  }
}

/** A name that leaves room for others in the status bar. */
function shorten(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
