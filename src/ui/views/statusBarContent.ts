import { l10n, type MarkdownString } from 'vscode';
import { rulesOf, statusOf } from '../../connections/connectionStatus';
import { commandIds } from '../../ids';
import { statesUnderWay } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import { connectionStatusText } from '../text/connectionStatusText';
import { tasksText } from '../text/filterText';
import type { StatusBarPart } from '../text/iconText';
import { resumePolling, type Mend } from '../text/mend';
import { rowLabel } from '../text/rowLabel';
import { stateCodicon } from '../text/stateIcons';
import { taskStateText } from '../text/stateText';
import { taskSummary, type SummaryDeps } from '../text/taskSummary';
import { percentText } from '../text/taskText';
import { truncate, visibleLength } from '../text/truncate';
import {
  countsAsRunning,
  runningStatuses,
  runningTaskCount,
  unseenFailures,
  type UnseenFailures,
} from './runningTasks';
import { statusBarTooltip, type BlockedConnection } from './statusBarTooltip';

/** The overall percentage is the average of up to this many tasks. */
const averagedTasks = 100;
/** The item has room for about this many characters; the rest is in the tooltip. */
const longestText = 25;
/** A name that is cut to fewer characters says nothing. */
const shortestName = 8;

/** What the status-bar item shows; what needs attention comes before progress. */
export interface StatusBarContent {
  readonly parts: readonly StatusBarPart[];
  readonly color?: 'errorBackground' | 'warningBackground';
  /** Makes the tooltip, which takes longer than all else. */
  readonly tooltip: () => MarkdownString;
  /** Where a click leads: to what the first part is about. */
  readonly mend: Mend;
}

/** The statuses of the connections with running tasks. */
type Statuses = ReturnType<typeof runningStatuses>;

/** Makes the content of the status-bar item; without parts there is nothing to say. */
export function statusBarContent(deps: SummaryDeps): StatusBarContent {
  const { store } = deps;
  const unseen = unseenFailures(deps);
  const isAnyUnseen = unseen.failed + unseen.partial > 0;
  const [latest] = isAnyUnseen ? store.tasks.page({ isUnseen: true, order: 'activity', limit: 1 }) : [];
  const underWay = store.tasks.page({ states: statesUnderWay, order: 'activity', limit: averagedTasks });
  const statuses = runningStatuses(deps);
  const blocked = blockedConnections(deps, statuses);
  const shown = mostUrgent(blocked, statuses);
  const failure = failureText(unseen, latest);
  const isSignIn = shown !== undefined && rulesOf(shown.status).needsCredentials;
  const progress = progressText(deps, underWay, statuses);
  const reason = shown && { icon: shown.codicon, text: truncate(shown.label, longestText) };
  const parts = [failure, ...(isSignIn ? [reason, progress] : [progress, reason])];
  const mend = (failure ? undefined : shown?.mend) ?? showTasks();
  return {
    parts: fitting(parts.filter((part) => part !== undefined)),
    ...(unseen.failed > 0
      ? { color: 'errorBackground' }
      : unseen.partial > 0 || isSignIn
        ? { color: 'warningBackground' }
        : {}),
    tooltip: () => statusBarTooltip(deps, blocked, mend.hint),
    mend,
  };
}

function showTasks(): Mend {
  return {
    title: l10n.t('Show Tasks'),
    hint: l10n.t('Click to show tasks.'),
    command: commandIds.showTasks,
    args: [],
  };
}

/** The connections with running tasks that are not polled as usual; rejected ones in any case. */
function blockedConnections(deps: SummaryDeps, statuses: Statuses): readonly BlockedConnection[] {
  const { connections } = deps;
  const rejected = connections.all().filter(({ id }) => statusOf(id, deps).kind === 'credentials-rejected');
  const ids = new Set([...rejected.map(({ id }) => id), ...statuses.keys()]);
  return [...ids].flatMap((connection) => {
    const text = connectionStatusText(deps, connection);
    return text ? [{ ...text, connection, name: connections.get(connection)?.name ?? connection }] : [];
  });
}

/** The one that is shown: what needs the user comes first, what the user has done last. */
function mostUrgent(blocked: readonly BlockedConnection[], statuses: Statuses): BlockedConnection | undefined {
  const paused = blocked.filter(({ status: { kind } }) => kind === 'polling-paused');
  const [first] = [
    ...blocked.filter(({ status: { kind } }) => kind === 'credentials-rejected'),
    ...blocked.filter(({ status: { kind } }) => kind === 'no-credentials'),
    ...blocked.filter(({ codicon }) => codicon === 'debug-disconnect'),
    ...blocked.filter((each) => !paused.includes(each)),
  ];
  if (first) {
    return first;
  }
  const isAnyCounted = [...statuses.values()].some(countsAsRunning);
  const [one] = isAnyCounted ? [] : paused;
  return one && { ...one, mend: resumePolling(paused.map(({ connection }) => connection)) };
}

/** What nobody has seen yet; for a single task its name. */
function failureText({ failed, partial }: UnseenFailures, task: TrackedTask | undefined): StatusBarPart | undefined {
  if (!task) {
    return undefined;
  }
  if (failed + partial === 1) {
    return singleFailure(task);
  }
  if (failed === 0) {
    return { icon: stateCodicon('partial'), text: l10n.t('{0} completed with errors', partial) };
  }
  const text = partial === 0 ? l10n.t('{0} failed', failed) : l10n.t('{0} failed, {1} with errors', failed, partial);
  return { icon: stateCodicon('failed'), text };
}

/** A name says more than the state, which the icon shows; a screen reader gets both. */
function singleFailure(task: TrackedTask): StatusBarPart {
  const state = taskStateText(task);
  const name = rowLabel(task);
  const room = longestText - visibleLength(l10n.t('{0}: {1}', '', state));
  return {
    icon: stateCodicon(task.state),
    text: room < shortestName ? truncate(name, longestText) : l10n.t('{0}: {1}', truncate(name, room), state),
    speech: l10n.t('{0}: {1}', name, state),
  };
}

function progressText(
  deps: SummaryDeps,
  underWay: readonly TrackedTask[],
  statuses: Statuses,
): StatusBarPart | undefined {
  const count = runningTaskCount(deps, statuses);
  if (count === 0) {
    return undefined;
  }
  const counted = underWay.filter(({ connection }) => countsAsRunning(statuses.get(connection)));
  const [only] = counted;
  if (count === 1 && only) {
    const [progress = ''] = taskSummary(deps, only).parts;
    const name = rowLabel(only);
    const room = Math.max(shortestName, longestText - 1 - visibleLength(progress));
    const withProgress = (shown: string): string => [shown, progress].filter(Boolean).join(' ');
    return {
      icon: 'sync~spin',
      text: truncate(withProgress(truncate(name, room)), longestText),
      speech: withProgress(name),
    };
  }
  const average = averagePercent(counted);
  return {
    icon: 'sync~spin',
    text: [tasksText(count), ...(average === undefined ? [] : [percentText(average)])].join(' '),
  };
}

/** The average of what is known; a status that no document lists says nothing of how far a task is. */
function averagePercent(tasks: readonly TrackedTask[]): number | undefined {
  const known = tasks.flatMap(({ state, progress }) => (state === 'unknown' ? [] : (progress?.percent ?? [])));
  return known.length > 0 ? known.reduce((sum, each) => sum + each, 0) / known.length : undefined;
}

/** The first parts that have room together, one at least. */
function fitting(parts: readonly StatusBarPart[]): readonly StatusBarPart[] {
  let left = longestText;
  return parts.filter(({ text }, index) => {
    // An icon and the space around it are as wide as three characters.
    left -= visibleLength(text) + (index === 0 ? 0 : 3);
    return index === 0 || left >= 0;
  });
}
