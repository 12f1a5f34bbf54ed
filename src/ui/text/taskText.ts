import { l10n } from 'vscode';
import { failureLabel } from '../../http/failureMessage';
import { estimateRemaining, isStalled } from '../../tasks/estimate';
import { isEnded, isIncomplete, unaccountedFiles, type Progress } from '../../tasks/task';
import type { Sample, Stale, TrackedTask } from '../../tasks/trackedTask';
import { isNotFoundYet } from '../../tasks/taskUpdate';
import { localize } from '../shell/localize';
import { stateText } from './stateText';
import { reasonText } from './reasonText';
import { agoText, remainingText } from './timeText';
import { truncate } from './truncate';
import { errorWords } from './words';

/** The first response comes within this time after tracking. */
export const firstResponseMs = 10_000;

/** Formats a percentage. @param percent 0–100 */
export function percentText(percent: number): string {
  // 99.6% is not finished.
  return l10n.t('{0}%', percent < 100 ? Math.min(99, Math.round(percent)) : 100);
}

/** The known parts of a task's progress, the most important first: "42%", "4 min left", "2 failed", "126/300". */
export function progressParts(task: TrackedTask, samples: readonly Sample[], now: number): string[] {
  const { progress, state } = task;
  if (!progress) {
    return isEnded(state) ? [stateText(state)] : [];
  }
  const { failed = 0, total } = progress;
  if (state === 'partial' && failed > 0 && total !== undefined) {
    const lost = unaccountedFiles(progress);
    return [l10n.t('{0} of {1} failed', failed, total), ...(lost > 0 ? [l10n.t('{0} not accounted for', lost)] : [])];
  }
  if (state === 'partial' && isIncomplete(progress)) {
    return [l10n.t('{0} of {1} finished', progress.completed, progress.total)];
  }
  return [
    snapshotText({ ...progress, state }),
    ...(state === 'running' ? paceParts(task, samples, now) : []),
    ...(failed > 0 ? [l10n.t('{0} failed', failed)] : []),
    ...[countsText(task)].filter((counts) => counts !== undefined),
  ];
}

/** How many items are finished, of how many; `undefined` if that is not known. */
export function countsText({ progress, state }: Pick<TrackedTask, 'progress' | 'state'>): string | undefined {
  const { completed, total } = progress ?? {};
  // A succeeded task finished all of its items.
  return total === undefined || completed === undefined || state === 'succeeded'
    ? undefined
    : l10n.t('{0}/{1}', completed, total);
}

/** A reason is as long at most in a row; the tooltip has all of it. */
const longestReason = 80;

/** Why a task failed, in short: the first line of what the service says; `undefined` unless it failed and the reason is known. */
export function failedByText({ state, progress }: Pick<TrackedTask, 'state' | 'progress'>): string | undefined {
  if (state !== 'failed' || !progress?.error) {
    return undefined;
  }
  const [line = ''] = reasonText(errorWords(progress.error, localize)).trim().split(/\r?\n/);
  const reason = line.replace(/[.。]$/, '').trim();
  return reason === '' ? progress.error.code : truncate(reason, longestReason);
}

/** The state in words, unless a percentage says more. */
export function snapshotText({ state, rawState, percent }: Pick<Progress, 'state' | 'rawState' | 'percent'>): string {
  if (state === 'unknown') {
    return l10n.t('unknown status: {0}', rawState);
  }
  return state === 'running' && percent !== undefined ? percentText(percent) : stateText(state);
}

/** How fast a running task goes on. */
function paceParts({ lastResponseAt, stale }: TrackedTask, samples: readonly Sample[], now: number): string[] {
  if (lastResponseAt !== undefined && isStalled(samples, lastResponseAt)) {
    return [l10n.t('no progress')];
  }
  const estimate = stale ? undefined : estimateRemaining(samples, now, lastResponseAt);
  return estimate ? [remainingText(estimate.remainingMs)] : [];
}

/** What is said of a task before its first response. */
export function checkingText(): string {
  return l10n.t('checking…');
}

/** What is said in place of the state of a task without a response whose connection is not polled as usual. */
export function noStatusText(): string {
  return l10n.t('no status yet');
}

/** When a task ended, such as "3 min ago"; `undefined` if that is not known or it has not. */
export function endedText(
  { state, progress, changedAt, trackedAt, stale }: TrackedTask,
  now: number,
): string | undefined {
  // If a task had ended before it was tracked, only the service knows when.
  const seenAt = changedAt - trackedAt > firstResponseMs ? changedAt : undefined;
  const endedAt = isEnded(state) && !stale ? (progress?.endedAt ?? seenAt) : undefined;
  return endedAt === undefined ? undefined : agoText(endedAt, now);
}

/** Why a task's snapshot may be out of date, or why there is none yet; two to four words. */
export function staleLabel(task: TrackedTask, { failure }: Stale): string {
  return isNotFoundYet(task) ? l10n.t('not found yet') : localize(failureLabel(failure));
}

/** What is said of a status whose meaning is not known, besides its name; translated. */
export function unknownWordText(word: string): string {
  return l10n.t(
    'The definition does not say what the status "{0}" means. Until you set its meaning, the task is checked less often.',
    word,
  );
}
