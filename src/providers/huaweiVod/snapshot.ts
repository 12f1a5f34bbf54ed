import { isEnded, type Snapshot } from '../../tasks/task';
import { toState, type StateTable } from '../parsing/values';
import { readPercent, readWord } from '../parsing/fields';
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
 * Parses one `EditingTaskInfo` of VOD's "Querying an Editing Task". It does not contain why a task failed: the service
 * sends that in its event notification only.
 * @param now when the response was sent, ms since the epoch
 */
export function toVodSnapshot(task: Readonly<Record<string, unknown>>, now: number): Snapshot {
  const rawState = readWord(task, 'status') ?? '';
  const state = toState(states, rawState);
  const output = readWord(task, 'asset_id');
  return {
    ...omitUndefined({
      state,
      rawState,
      percent: readPercent(task, 'progress'),
      createdAt: readTime(task, 'create_time', now),
      endedAt: isEnded(state) ? readTime(task, 'end_time', now) : undefined,
      error: state === 'succeeded' ? undefined : readTaskError(task),
    }),
    // The response names the asset from the start, but it exists only at the end.
    items: output !== undefined && state === 'succeeded' ? [{ state, target: output }] : [],
    raw: task,
  };
}
