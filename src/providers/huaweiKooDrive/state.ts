import type { TaskState } from '../../tasks/task';
import { readWord } from '../parsing/fields';
import { toState, type StateTable } from '../parsing/values';

const states = { 0: 'queued', 1: 'running', 2: 'succeeded', 3: 'failed' } as const satisfies StateTable;

/** The state of a KooDrive task. */
export function toKooDriveState(task: Readonly<Record<string, unknown>>): TaskState {
  return toState(states, readWord(task, 'status') ?? '');
}
