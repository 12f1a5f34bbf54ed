import { isEnded, type Snapshot } from '../../tasks/task';
import { readText } from '../parsing/fields';
import { readTime } from '../parsing/time';
import { toState, type StateTable } from '../parsing/values';
import { omitUndefined } from '../../base/omitUndefined';

/** The fields of KooDrive's task details, by which an answer is recognised. */
const taskFields = ['taskId', 'taskName', 'taskType', 'status', 'resultCode'];

const states = { 0: 'queued', 1: 'running', 2: 'succeeded', 3: 'failed' } as const satisfies StateTable;

/** Whether a JSON object can be KooDrive's details of a task. */
export function isKooDriveTask(body: Readonly<Record<string, unknown>>): boolean {
  return taskFields.some((field) => Object.hasOwn(body, field));
}

/**
 * Reads KooDrive's "Obtaining Task Details" or one task of "Listing Tasks". The service tells no progress, and times in
 * the list only.
 */
export function toKooDriveSnapshot(task: Readonly<Record<string, unknown>>): Snapshot {
  const rawState = readText(task, 'status') ?? '';
  const state = toState(states, rawState);
  const resultCode = readText(task, 'resultCode');
  return {
    ...omitUndefined({
      state,
      rawState,
      createdAt: readTime(task, 'createTime') ?? readTime(task, 'startTime'),
      endedAt: isEnded(state) ? readTime(task, 'endTime') : undefined,
      error:
        state === 'failed' && resultCode !== undefined
          ? { code: resultCode, message: `The task failed with result code ${resultCode}.` }
          : undefined,
    }),
    items: [],
    raw: task,
  };
}
