import { unaccountedFiles, type FileCounts, type TaskState } from '../../tasks/task';

/**
 * How many files of a task that has ended are completed and have not failed. Counts that exceed the total include the failures: a batch of
 * Mailchimp that has ended says 500 finished, 13 of them with errors, of 500.
 */
export function succeededFiles({ completed, failed = 0, total }: FileCounts): number | undefined {
  const includesFailed = completed !== undefined && total !== undefined && completed + failed > total;
  return includesFailed ? Math.max(completed - failed, 0) : completed;
}

/**
 * The state of a task whose service says only that it is over: `failed` when no file succeeded, `partial` when some failed
 * or are unaccounted for, or when there is an error beside files that succeeded.
 * @param listed the state for the service's status; any but `succeeded` is returned as it is
 * @param hasError whether the response contains an error of the task
 */
export function toEndState(listed: TaskState, counts: FileCounts, hasError = false): TaskState {
  if (listed !== 'succeeded') {
    return listed;
  }
  const { completed, failed = 0, total } = counts;
  if (failed > 0) {
    const succeeded = succeededFiles(counts) ?? 0;
    const noneSucceeded = total === undefined ? completed === 0 : failed >= total && succeeded === 0;
    return noneSucceeded ? 'failed' : 'partial';
  }
  const isComplete = completed !== undefined && total !== undefined && completed >= total;
  if (hasError && !isComplete) {
    return (completed ?? 0) > 0 ? 'partial' : 'failed';
  }
  return unaccountedFiles(counts) > 0 ? 'partial' : 'succeeded';
}
