import { unaccountedFiles, type FileCounts, type TaskState } from '../../tasks/task';

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
    // More than there are: this service counts failed files as completed too.
    const overlaps = total !== undefined && (completed ?? 0) + failed > total;
    const succeeded = overlaps ? Math.max(0, (completed ?? 0) - failed) : (completed ?? 0);
    const noneSucceeded = total === undefined ? completed === 0 : failed >= total && succeeded === 0;
    return noneSucceeded ? 'failed' : 'partial';
  }
  const isComplete = completed !== undefined && total !== undefined && completed >= total;
  if (hasError && !isComplete) {
    return (completed ?? 0) > 0 ? 'partial' : 'failed';
  }
  return unaccountedFiles(counts) > 0 ? 'partial' : 'succeeded';
}
