import { l10n } from 'vscode';
import { failureMessage, quoteFailure } from '../../http/failureMessage';
import { isNotFoundYet, neverFoundForMs } from '../../tasks/taskUpdate';
import type { Stale, TrackedTask } from '../../tasks/trackedTask';
import { localize } from '../shell/localize';
import type { TaskSummary } from './taskSummary';
import { clockText } from './timeText';
import { errorText } from './words';

/** A sentence about what is wrong with a task, in the user's language. */
export interface TaskProblem {
  /** `failed`: the task itself failed. `stale`: what is shown may be out of date. `gone`: the service does not know it. */
  readonly kind: 'failed' | 'stale' | 'gone';
  readonly text: string;
}

/** What is wrong with a task: why it failed, and why its snapshot may be out of date. */
export function taskProblems(task: TrackedTask, { stale }: Pick<TaskSummary, 'stale'>): readonly TaskProblem[] {
  const { progress, state } = task;
  return [
    ...(progress?.error ? [{ kind: 'failed' as const, text: errorText(progress.error, localize) }] : []),
    ...(stale
      ? [
          {
            kind: 'stale' as const,
            text: isNotFoundYet(task) ? notFoundYetText(stale) : localize(failureMessage(stale.failure)),
          },
        ]
      : []),
    ...(state === 'expired'
      ? [
          {
            kind: 'gone' as const,
            text: progress
              ? l10n.t('This task no longer exists on the service. The last response is shown.')
              : l10n.t('The service has no task with this ID.'),
          },
        ]
      : []),
  ];
}

function notFoundYetText({ failure, since }: Stale): string {
  return l10n.t(
    'The service cannot find this task yet ({0}). It may be too new: polling continues until {1}. Check the task ID and the connection.',
    quoteFailure(failure),
    clockText(since + neverFoundForMs),
  );
}
