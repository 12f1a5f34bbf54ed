import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, workspace, type Memento } from 'vscode';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { RequestFailure } from '../http/failure';
import { failureLabel } from '../http/failureMessage';
import { commandIds, settingsSection, statusBarId } from '../ids';
import { isEnded, statesUnderWay, type TaskState } from '../tasks/task';
import type { TrackedTask } from '../tasks/trackedTask';
import { troubleIn } from '../tracking/failureReach';
import { localise } from './localise';
import { statusBarMode } from './settings';
import { asMarkdown } from './text/asMarkdown';
import { rowLabel } from './text/rowLabel';
import { stateText } from './text/stateText';
import { firstLook, progressParts, percentText } from './text/taskText';
import { stateCodicon } from './tree/stateLooks';
import type { ViewSources } from './viewSources';

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
  readonly colour?: 'errorBackground' | 'warningBackground';
}

/** The one status-bar item: what is under way, refused credentials, and failures until they were seen. */
export class StatusBar implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly seeing = this.owned.add(new MutableDisposable());
  private readonly drawing = this.owned.add(new MutableDisposable());
  /** What last ended badly, seen or not, until tasks begin or end. */
  private ended: readonly TrackedTask[] | undefined;
  private readonly item = this.owned.add(window.createStatusBarItem(statusBarId, StatusBarAlignment.Left, 50));

  /**
   * @param memento keeps when failures were last seen
   * @param isTreeInSight whether the user has the tree before them, where failures show as well
   */
  constructor(
    private readonly sources: ViewSources,
    private readonly memento: Memento,
    private readonly isTreeInSight: () => boolean,
  ) {
    this.item.name = l10n.t('Cloud Tasks');
    this.item.command = commandIds.showTasks;
    this.owned.add(
      sources.store.onDidChange(({ lists }) => {
        if (lists) {
          this.ended = undefined;
        }
        this.updateSoon();
      }),
    );
    this.owned.add(
      sources.connections.onDidChange(() => {
        this.updateSoon();
      }),
    );
    this.owned.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingsSection)) {
          this.updateSoon();
        }
      }),
    );
    this.updateSoon();
  }

  /** The user has looked: failures so far need not be pointed out any more. */
  failuresSeen(): void {
    if (this.unseenFailures().length > 0) {
      void this.memento.update(seenKey, this.sources.clock.now()).then(() => {
        this.updateSoon();
      });
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private updateSoon(): void {
    this.drawing.current ??= this.sources.clock.schedule(drawTogether, () => {
      this.sources.slices.soon(() => {
        this.drawing.current = undefined;
        this.update();
      });
    });
  }

  private update(): void {
    const mode = statusBarMode();
    if (mode === 'never') {
      this.item.hide();
      return;
    }
    const underWay = this.sources.store.page({ states: statesUnderWay, order: 'activity', limit: averagedTasks });
    const status = this.status(underWay);
    if (!status && mode === 'auto') {
      this.item.hide();
      return;
    }
    this.item.text = status?.text ?? `$(cloud) ${l10n.t('Cloud Tasks')}`;
    this.item.backgroundColor = status?.colour && new ThemeColor(`statusBarItem.${status.colour}`);
    // An equal tooltip that is set again would vanish under the pointer.
    const tooltip = this.tooltip(underWay);
    if (!(this.item.tooltip instanceof MarkdownString) || this.item.tooltip.value !== tooltip.value) {
      this.item.tooltip = tooltip;
    }
    this.item.accessibilityInformation = { label: this.item.text.replace(/\$\([^)]*\)\s*/g, '') };
    this.item.show();
  }

  private status(underWay: readonly TrackedTask[]): Status | undefined {
    const { connections, store } = this.sources;
    const standings = new Map(connections.all().map(({ id }) => [id, store.standing(id)]));
    const paused = connections.all().filter(({ id }) => standings.get(id)?.paused);
    const stopped = connections.all().filter(({ id }) => standings.get(id)?.stoppedSince !== undefined);
    const troubled = connections.all().flatMap(({ id }) => {
      const { paused, stoppedSince, held } = standings.get(id) ?? {};
      const failure = paused || stoppedSince !== undefined ? undefined : troubleIn(held);
      return failure ? [{ id, failure }] : [];
    });
    const unasked = new Set([...paused, ...stopped, ...troubled].map(({ id }) => id));
    const followed = [this.progress(underWay, unasked), this.trouble(troubled)].filter((part) => part !== undefined);
    const progress = followed.length > 0 ? followed.join('  ') : this.stopped(stopped);
    const failures = this.failures();
    const [refused] = paused;
    const [needy] = connections.all().filter(({ id }) => !connections.hasCredentials(id) && this.hasUnderWay([id]));
    const key = refused
      ? l10n.t('{0}: credentials refused', refused.name)
      : needy && l10n.t('{0}: credentials needed', needy.name);
    const alarm: Status | undefined = failures
      ? { text: failures, colour: 'errorBackground' }
      : key === undefined
        ? undefined
        : { text: `$(key) ${key}`, colour: 'warningBackground' };
    return alarm
      ? { ...alarm, text: [alarm.text, progress].filter(Boolean).join('  ') }
      : progress === undefined
        ? undefined
        : { text: progress };
  }

  /** What failed since the user last looked. */
  private failures(): string | undefined {
    const failures = this.unseenFailures();
    if (failures.length > 0 && this.isTreeInSight()) {
      this.seeing.current ??= this.sources.clock.schedule(timeToSee, () => {
        this.seeing.current = undefined;
        if (this.isTreeInSight()) {
          this.failuresSeen();
        }
      });
    }
    const [failure, ...others] = failures;
    return failure && others.length === 0
      ? `${stateCodicon(failure.state)} ${l10n.t('{0}: {1}', shorten(rowLabel(failure)), stateText(failure.state))}`
      : failure && `$(error) ${l10n.t('{0} failed', failures.length)}`;
  }

  /** That nobody follows anything because the user wants it so; said where nothing else is. */
  private stopped(connections: readonly { readonly id: string }[]): string | undefined {
    return this.hasUnderWay(connections.map(({ id }) => id)) ? `$(debug-pause) ${l10n.t('polling paused')}` : undefined;
  }

  /** Why some tasks cannot be followed for now: once, however many they are. */
  private trouble(troubled: readonly { readonly id: string; readonly failure: RequestFailure }[]): string | undefined {
    const failures = troubled.flatMap(({ id, failure }) => (this.hasUnderWay([id]) ? [failure] : []));
    const failure = failures.find(({ kind }) => kind === 'offline') ?? failures[0];
    const icon = failure?.kind === 'offline' ? 'debug-disconnect' : 'warning';
    return failure && `$(${icon}) ${localise(failureLabel(failure))}`;
  }

  private hasUnderWay(ids: readonly string[]): boolean {
    return this.sources.store.counts().some(({ state, connection }) => !isEnded(state) && ids.includes(connection));
  }

  /** @param unasked ids of connections */
  private progress(underWay: readonly TrackedTask[], unasked: ReadonlySet<string>): string | undefined {
    const { connections, store, clock } = this.sources;
    // What nobody asks for goes nowhere.
    const isAsked = (id: string): boolean => connections.hasCredentials(id) && !unasked.has(id);
    const count = store
      .counts()
      .filter(({ state, connection }) => !isEnded(state) && isAsked(connection))
      .reduce((sum, each) => sum + each.count, 0);
    if (count === 0) {
      return undefined;
    }
    const tasks = underWay.filter(({ connection }) => isAsked(connection));
    const [only] = tasks;
    if (count === 1 && only) {
      const [progress] = progressParts(only, store.samples(only), clock.now());
      return [`$(sync~spin) ${shorten(rowLabel(only))}`, progress].filter(Boolean).join(' ');
    }
    const known = tasks.flatMap(({ progress }) => progress?.percent ?? []);
    const average = known.length > 0 ? known.reduce((sum, each) => sum + each, 0) / known.length : undefined;
    const percent = average === undefined ? '' : ` ${percentText(average)}`;
    return `$(sync~spin) ${l10n.t('{0} tasks', count)}${percent}`;
  }

  private unseenFailures(): readonly TrackedTask[] {
    const seenAt = this.memento.get(seenKey, 0);
    this.ended ??= this.sources.store.counts().some(({ state }) => bad.includes(state))
      ? this.sources.store.page({ states: bad, order: 'activity', limit: countedFailures })
      : [];
    // What had ended before it was tracked is no news.
    return this.ended.filter(({ changedAt, trackedAt }) => changedAt > Math.max(seenAt, trackedAt + firstLook));
  }

  private tooltip(underWay: readonly TrackedTask[]): MarkdownString {
    const { store, clock } = this.sources;
    const text = new MarkdownString(undefined, true);
    for (const task of [...this.unseenFailures().slice(0, tooltipLength), ...underWay.slice(0, tooltipLength)]) {
      const parts = progressParts(task, store.samples(task), clock.now()).join(' · ');
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
