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
    return l10n.t('the service asked to wait until then');
  }
  if (isNotFoundYet(task)) {
    return l10n.t('the service does not know the task yet');
  }
  if (stale) {
    return failures === 1 ? l10n.t('the last request failed') : l10n.t('the last {0} requests failed', failures);
  }
  if (state === 'unknown' && progress) {
    return l10n.t('checked less often while the status is unknown');
  }
  if (state === 'queued') {
    return l10n.t('checked less often while it is queued');
  }
  if (!progress) {
    return undefined;
  }
  return samples.length > 0
    ? l10n.t('estimated from its progress: more often near the end')
    : l10n.t('estimated from how long it has run and earlier tasks took');
}
