import { l10n } from 'vscode';
import { failureLabel } from '../../http/failureMessage';
import { estimateRemaining, isStalled } from '../../tasks/estimate';
import { isEnded, isIncomplete, unaccountedFiles } from '../../tasks/task';
import type { Sample, Stale, TrackedTask } from '../../tasks/trackedTask';
import { scopeOf } from '../../http/failureScope';
import { isNotFoundYet } from '../../tasks/taskUpdate';
import { localize } from '../shell/localize';
import { stateText, taskStateText } from './stateText';
import { agoText, durationText } from './timeText';

/** The first response comes within this time after tracking. */
export const firstResponseMs = 10_000;

/** Formats a percentage. @param percent 0–100 */
export function percentText(percent: number): string {
  // 99.6 % is not finished.
  return l10n.t('{0} %', percent < 100 ? Math.min(99, Math.round(percent)) : 100);
}

/** The known parts of a task's progress, the most important first: "42 %", "126/300", "about 4 min left". */
export function progressParts(task: TrackedTask, samples: readonly Sample[], now: number): string[] {
  const { progress, state } = task;
  if (!progress) {
    return isEnded(state) ? [stateText(state)] : task.stale ? [] : [l10n.t('asking…')];
  }
  const parts: string[] = [];
  const { failed = 0, total } = progress;
  if (state === 'partial' && failed > 0 && total !== undefined) {
    const lost = unaccountedFiles(progress);
    return [l10n.t('{0} of {1} failed', failed, total), ...(lost > 0 ? [l10n.t('{0} not accounted for', lost)] : [])];
  }
  if (state === 'partial' && isIncomplete(progress)) {
    return [l10n.t('{0} of {1} finished', progress.completed, progress.total)];
  }
  if (isEnded(state)) {
    parts.push(stateText(state));
  } else if (state === 'unknown') {
    parts.push(l10n.t('unlisted status {0}', progress.rawState));
  } else if (progress.percent === undefined || state === 'queued') {
    parts.push(stateText(state));
  }
  if (progress.percent !== undefined && state === 'running') {
    parts.push(percentText(progress.percent));
  }
  // A succeeded task finished all of its items.
  if (total !== undefined && progress.completed !== undefined && state !== 'succeeded') {
    parts.push(l10n.t('{0}/{1}', progress.completed, total));
  }
  if (failed > 0) {
    parts.push(l10n.t('{0} failed', failed));
  }
  const isRunning = state === 'running';
  const rest = isRunning && !task.stale ? estimateRemaining(samples, now, task.lastResponseAt)?.remainingMs : undefined;
  if (isRunning && task.lastResponseAt !== undefined && isStalled(samples, task.lastResponseAt)) {
    parts.push(l10n.t('stalled'));
  } else if (rest !== undefined) {
    parts.push(l10n.t('about {0} left', durationText(rest)));
  }
  return parts;
}

/**
 * The description beside a task's name in a list: its progress, and why that may be out of date, unless the row of the
 * connection says so.
 * @param parts from {@link progressParts}
 */
export function taskDescription(task: TrackedTask, parts: readonly string[], now: number): string {
  if (task.stale) {
    const isOnConnectionRow = scopeOf(task.stale.failure) === 'connection' && !isEnded(task.state);
    return [...(isOnConnectionRow ? [] : [staleLabel(task, task.stale)]), ...parts].join(' · ');
  }
  // If a task had ended before it was tracked, only the service knows when.
  const seenAt = task.changedAt - task.trackedAt > firstResponseMs ? task.changedAt : undefined;
  const endedAt = isEnded(task.state) ? (task.progress?.endedAt ?? seenAt) : undefined;
  return [...parts, ...(endedAt === undefined ? [] : [agoText(endedAt, now)])].join(' · ');
}

/**
 * A task in one sentence for screen readers.
 * @param known from {@link progressParts}
 * @param status why its connection is not polled as usual
 */
export function taskSpeech(
  task: TrackedTask,
  provider: string,
  { known, status }: { readonly known: readonly string[]; readonly status: string | undefined },
): string {
  const parts = status !== undefined && !task.progress ? [] : known;
  const state = taskStateText(task);
  return [
    task.name,
    provider,
    ...(task.progress && !parts.includes(state) ? [state] : []),
    ...parts,
    ...(status === undefined ? (task.stale ? [staleLabel(task, task.stale)] : []) : [status]),
  ].join(', ');
}

/** Why a task's snapshot may be out of date, or why there is none yet; two to four words. */
function staleLabel(task: TrackedTask, { failure }: Stale): string {
  return isNotFoundYet(task) ? l10n.t('not found yet') : localize(failureLabel(failure));
}
