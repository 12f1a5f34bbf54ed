import { l10n, ThemeIcon } from 'vscode';
import { rulesOf, statusOf } from '../../connections/connectionStatus';
import { scopeOf } from '../../http/failureScope';
import { isEnded } from '../../tasks/task';
import type { Sample, Stale, TrackedTask } from '../../tasks/trackedTask';
import { localize } from '../shell/localize';
import type { ViewDeps } from '../shell/viewDeps';
import { connectionStatusText, type ConnectionStatusText } from './connectionStatusText';
import { listText } from './listText';
import { haltedIcon, stateIcon, warningIcon } from './stateIcons';
import { taskStateText } from './stateText';
import { shortTimeText } from './timeText';
import { checkingText, countsText, endedText, failedByText, noStatusText, progressParts, staleLabel } from './taskText';

/** What a summary reads. */
export type SummaryDeps = Pick<ViewDeps, 'store' | 'connections' | 'providers' | 'clock'>;

/**
 * What is true of a task now. Every surface shows parts of this and adds nothing, so that none says what another denies.
 */
export interface TaskSummary {
  /** Why it is not polled as usual; absent once it has ended. */
  readonly blockedBy?: ConnectionStatusText;
  /** Why its own last request failed. */
  readonly stale?: Stale;
  /** Whether it counts as running in status bar and badge. */
  readonly isCounted: boolean;
  /** For a row: it turns only while the task is counted and runs. */
  readonly icon: ThemeIcon;
  /** All that is known, the most important first, and why it may be out of date. */
  readonly parts: readonly string[];
  /**
   * The same for a row, which has little room: the reason of a failure comes first, in place of the state that the icon shows, a
   * percentage stands for the counts, times are short, and the status of the connection, whose row is above, is left out unless the task
   * has no status yet.
   */
  readonly rowParts: readonly string[];
  /** The same for a row without the row of its connection above it, with the status. */
  readonly flatRowParts: readonly string[];
  /** Why it failed, in short; one of the parts. */
  readonly failedBy?: string;
  /** The progress over time, for an estimate; empty if it is not polled. */
  readonly samples: readonly Sample[];
}

/** Says what is true of a task now. */
export function taskSummary(deps: SummaryDeps, task: TrackedTask): TaskSummary {
  const { store, clock } = deps;
  const now = clock.now();
  const hasEnded = isEnded(task.state);
  const status = statusOf(task.connection, deps);
  const isCounted = !hasEnded && rulesOf(status).countsAsRunning;
  const blockedBy = hasEnded ? undefined : connectionStatusText(deps, task.connection);
  // A task that is not polled has no estimate, and neither has one that ended.
  const samples = isCounted ? store.tasks.samples(task) : [];
  const [said, ...more] = progressParts(task, samples, now);
  // Otherwise the row shows only the status of its connection, which looks like the task's.
  const known = said ?? (blockedBy && !task.progress ? noStatusText() : undefined);
  // What failed the connection is its status, and says nothing of the task any more once that is over.
  const stale = hasEnded || (task.stale && scopeOf(task.stale.failure) !== 'connection') ? task.stale : undefined;
  const failedBy = failedByText(task);
  const reason = blockedBy?.label ?? (stale && staleLabel(task, stale));
  const compose = (...first: readonly (string | undefined)[]): readonly string[] => {
    const parts = [...first, ...more].filter((part) => part !== undefined);
    // Before the credentials were read it is not known whether the task will be polled.
    const isChecked = !hasEnded && status.kind !== 'loading';
    const ended = endedText(task, now);
    return [
      ...(parts.length === 0 && isChecked ? [checkingText()] : parts),
      ...(ended === undefined ? [] : [ended]),
      ...markTexts(task),
    ];
  };
  const counts = task.state === 'running' && task.progress?.percent !== undefined ? countsText(task) : undefined;
  const inRow = (parts: readonly string[]): readonly string[] =>
    parts.filter((part) => part !== counts).map(shortTimeText);
  return {
    ...(blockedBy && { blockedBy }),
    ...(stale && { stale }),
    isCounted,
    icon: iconOf(task, { isCounted, isStale: stale !== undefined, blockedBy }),
    parts: compose(known, failedBy, reason),
    rowParts: inRow(compose(failedBy ?? known, blockedBy && said !== undefined ? undefined : reason)),
    flatRowParts: inRow(compose(failedBy ?? known, reason)),
    ...(failedBy !== undefined && { failedBy }),
    samples,
  };
}

/** What the user marked a task with, in a word each. */
function markTexts({ isMuted, isPinned }: TrackedTask): readonly string[] {
  return [...(isMuted ? [l10n.t('muted')] : []), ...(isPinned ? [l10n.t('pinned')] : [])];
}

/** The icon of a task where a turning one would orbit, as in a picker. */
export function stillIcon({ icon }: TaskSummary): ThemeIcon {
  return icon.id.endsWith('~spin') ? new ThemeIcon(icon.id.replace('~spin', ''), icon.color) : icon;
}

/** The state in words, unless the parts of the summary name it. */
export function stateBeside(task: TrackedTask, { parts }: TaskSummary): readonly string[] {
  const isKnown = task.progress !== undefined || isEnded(task.state);
  const state = taskStateText(task);
  return isKnown && task.state !== 'unknown' && !parts.includes(state) ? [state] : [];
}

/** A task in one sentence for screen readers. @param provider its label */
export function taskSpeech(task: TrackedTask, provider: string, summary: TaskSummary): string {
  return listText([task.name, provider, ...stateBeside(task, summary), ...summary.parts], localize);
}

function iconOf(
  { state, progress }: TrackedTask,
  {
    isCounted,
    isStale,
    blockedBy,
  }: { readonly isCounted: boolean; readonly isStale: boolean; readonly blockedBy: ConnectionStatusText | undefined },
): ThemeIcon {
  if (isEnded(state)) {
    return stateIcon(state);
  }
  if (isCounted && isStale && !blockedBy) {
    return warningIcon;
  }
  const shown = progress ? state : 'queued';
  return shown === 'running' && !isCounted
    ? haltedIcon(blockedBy !== undefined && blockedBy.status.kind !== 'polling-paused')
    : stateIcon(shown);
}
