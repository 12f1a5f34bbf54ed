import { isEnded, type Snapshot } from '../../tasks/task';
import { clampPercent, toState, type StateTable } from '../parsing/values';
import { readNumber, readText } from '../parsing/fields';
import { readTaskError } from '../parsing/taskError';
import { readTime } from '../parsing/time';
import { omitUndefined } from '../../base/omitUndefined';

const states = {
  WAITING: 'queued',
  PROCESSING: 'running',
  SUCCEED: 'succeeded',
  FAILED: 'failed',
  CANCEL: 'cancelled',
} as const satisfies StateTable;

/**
 * Reads one `EditingTaskInfo` of VOD's "Querying an Editing Task". Why a task failed is not part of it: the service
 * tells that in its event notification only.
 */
export function toVodSnapshot(task: Readonly<Record<string, unknown>>): Snapshot {
  const rawState = readText(task, 'status') ?? '';
  const state = toState(states, rawState.toUpperCase());
  const progress = readNumber(task, 'progress');
  const output = readText(task, 'asset_id');
  return {
    ...omitUndefined({
      state,
      rawState,
      percent: progress === undefined ? undefined : clampPercent(progress),
      createdAt: readTime(task, 'create_time'),
      endedAt: isEnded(state) ? readTime(task, 'end_time') : undefined,
      error: readTaskError(task),
    }),
    // The asset is named from the start, but is there only in the end.
    items: output !== undefined && state === 'succeeded' ? [{ state, target: output }] : [],
    raw: task,
  };
}
