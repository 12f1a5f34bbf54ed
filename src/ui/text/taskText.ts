import { l10n } from 'vscode';
import { failureLabel } from '../../http/failureMessage';
import { estimateRemaining, isStalled } from '../../tasks/estimate';
import { isEnded } from '../../tasks/task';
import type { Sample, TrackedTask } from '../../tasks/trackedTask';
import { scopeOf } from '../../http/failureScope';
import { localize } from '../shell/localize';
import { stateText } from './stateText';
import { agoText, durationText } from './timeText';

/** The first answer comes within this time of tracking; ms. */
export const firstLook = 10_000;

/** A part of the whole as people read it. @param percent 0–100 */
export function percentText(percent: number): string {
  // 99.6 % is not done yet.
  return l10n.t('{0} %', percent < 100 ? Math.min(99, Math.round(percent)) : 100);
}

/** The parts of a task's progress that are known, most telling first: "42 %", "126/300", "about 4 min left". */
export function progressParts(task: TrackedTask, samples: readonly Sample[], now: number): string[] {
  const { progress, state } = task;
  if (!progress) {
    return isEnded(state) ? [stateText(state)] : task.stale ? [] : [l10n.t('asking…')];
  }
  const parts: string[] = [];
  const { failed = 0, total } = progress;
  if (state === 'partial' && failed > 0 && total !== undefined) {
    return [l10n.t('{0} of {1} failed', failed, total)];
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
  // Of what succeeded, all is done.
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
 * What stands beside a task's name in a list: its progress, and why that may be out of date, unless the row of its connection
 * says so for all.
 * @param parts from {@link progressParts}
 */
export function taskDescription(task: TrackedTask, parts: readonly string[], now: number): string {
  if (task.stale) {
    const isToldOnce = scopeOf(task.stale.failure) === 'connection' && !isEnded(task.state);
    return [...(isToldOnce ? [] : [localize(failureLabel(task.stale.failure))]), ...parts].join(' · ');
  }
  // Of what had ended before it was tracked only the service knows when.
  const seen = task.changedAt - task.trackedAt > firstLook ? task.changedAt : undefined;
  const endedAt = isEnded(task.state) ? (task.progress?.endedAt ?? seen) : undefined;
  return [...parts, ...(endedAt === undefined ? [] : [agoText(endedAt, now)])].join(' · ');
}

/**
 * A task in one sentence for a screen reader, which sees neither icon nor color.
 * @param known from {@link progressParts}
 * @param status what keeps its connection from being polled as usual
 */
export function taskSpeech(
  task: TrackedTask,
  provider: string,
  { known, status }: { readonly known: readonly string[]; readonly status: string | undefined },
): string {
  const parts = status !== undefined && !task.progress ? [] : known;
  const state = stateText(task.state);
  return [
    task.name,
    provider,
    ...(task.progress && !parts.includes(state) ? [state] : []),
    ...parts,
    ...(status === undefined ? (task.stale ? [localize(failureLabel(task.stale.failure))] : []) : [status]),
  ].join(', ');
}
