import { l10n } from 'vscode';
import { isEnded } from '../../../tasks/task';
import { isNotFoundYet } from '../../../tasks/taskUpdate';
import type { Sample, TrackedTask } from '../../../tasks/trackedTask';
import type { TaskFact } from '../../text/taskFacts';
import type { TaskSummary } from '../../text/taskSummary';
import { clockTextToSecond } from '../../text/timeText';

/**
 * When a task is polled next, and why then; or why it is not polled. Nothing for a task that has ended.
 * @param now ms since the epoch
 */
export function nextCheckFact(task: TrackedTask, summary: TaskSummary, now: number): readonly TaskFact[] {
  if (summary.blockedBy) {
    return [{ label: l10n.t('Not polled'), value: summary.blockedBy.sentence }];
  }
  if (task.nextPollAt === undefined || isEnded(task.state)) {
    return [];
  }
  const at = clockTextToSecond(Math.max(task.nextPollAt, now));
  const why = reasonOf(task, summary.samples);
  return [{ label: l10n.t('Next check'), value: why === undefined ? at : l10n.t('{0} ({1})', at, why) }];
}

/** Says in a few words what `polling/schedule.ts` decided by. */
function reasonOf(task: TrackedTask, samples: readonly Sample[]): string | undefined {
  const { nextPollAt = 0, retryAt, state, stale, failures, progress } = task;
  if (retryAt !== undefined && nextPollAt <= retryAt) {
    return l10n.t('as the service asked');
  }
  if (isNotFoundYet(task)) {
    return l10n.t('the service does not know the task yet');
  }
  if (stale) {
    return failures === 1 ? l10n.t('after a failed request') : l10n.t('after {0} failed requests', failures);
  }
  if (state === 'unknown' && progress) {
    return l10n.t('less often while the status is unknown');
  }
  if (state === 'queued') {
    return l10n.t('less often while it is queued');
  }
  if (!progress) {
    return undefined;
  }
  return samples.length > 0
    ? l10n.t('by its progress so far')
    : l10n.t('by how long this task and earlier ones have taken');
}
