import type { Message } from '../base/message';
import { toWord } from '../base/word';

/**
 * Every state a task can be in. `partial`: ended, and some items failed or are unaccounted for. `expired`: the service no
 * longer knows it. `unknown`: no response yet, or a status that no document lists; polled slowly and never dropped.
 */
export const taskStates = [
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'expired',
  'unknown',
] as const;

/** One of {@link taskStates}. */
export type TaskState = (typeof taskStates)[number];

const ends: ReadonlySet<TaskState> = new Set(['succeeded', 'partial', 'failed', 'cancelled', 'expired']);

/** Whether a task in this state never changes again, so that it need not be polled. */
export function isEnded(state: TaskState): boolean {
  return ends.has(state);
}

/** The states of tasks that have ended, {@link isEnded}. */
export const statesAtEnd: readonly TaskState[] = taskStates.filter(isEnded);

/** The states of tasks that have not ended. */
export const statesUnderWay: readonly TaskState[] = taskStates.filter((state) => !isEnded(state));

/** The states of tasks that failed, or some of whose items did. */
export const failedStates: readonly TaskState[] = ['failed', 'partial'];

/** Identifies a task by its connection and the id that the service gave it. */
export interface TaskRef {
  /** Id of the connection. */
  readonly connection: string;
  /** The service's id, as text: some are larger than a double can hold. */
  readonly id: string;
}

/** A unique key of a task for sets and maps. */
export function taskKey({ connection, id }: TaskRef): string {
  // No id contains this character.
  return `${connection}\u0000${id}`;
}

/** The form in which ids are compared: services may return an id in another case than it was requested. */
export function comparableId(id: string): string {
  return toWord(id).toLowerCase();
}

/** Finds tasks by their ids: by the id as it is, else by {@link comparableId}. Of equal ids the last one counts. */
export function byId<T extends { readonly id: string }>(tasks: readonly T[]): (id: string) => T | undefined {
  const exact = new Map(tasks.map((task) => [task.id, task]));
  const alike = new Map(tasks.map((task) => [comparableId(task.id), task]));
  return (id) => exact.get(id) ?? alike.get(comparableId(id));
}

/** One file of a task. */
export interface Item {
  readonly state: TaskState;
  readonly source?: string;
  readonly target?: string;
  /** An address that can be opened. */
  readonly link?: string;
  /** Why it failed, in the service's words. */
  readonly reason?: string;
  /** The task has ended and the response does not say what became of this file. */
  readonly unaccounted?: true;
}

/** The path of a file: its target, else its source, else its link. */
export function itemPath({ target, source, link }: Item): string | undefined {
  return target ?? source ?? link;
}

/** How many files of a task are finished, as far as a response says so. */
export interface FileCounts {
  /** The number of finished items, of `total`. */
  readonly completed?: number | undefined;
  readonly failed?: number | undefined;
  readonly total?: number | undefined;
}

/** The number of files that neither finished nor failed; 0 where the response does not say how many finished. */
export function unaccountedFiles({ completed, failed = 0, total }: FileCounts): number {
  return completed === undefined || total === undefined ? 0 : Math.max(0, total - completed - failed);
}

/** Whether some files are unaccounted for and none is known to have failed. */
export function isIncomplete(
  counts: FileCounts | undefined,
): counts is FileCounts & { readonly completed: number; readonly total: number } {
  return counts !== undefined && (counts.failed ?? 0) === 0 && unaccountedFiles(counts) > 0;
}

/** Why a task failed. */
export interface TaskError {
  readonly code?: string;
  /**
   * The service's words. With `args` it is a sentence of this extension instead: English text with places such as `{0}`,
   * which is translated and filled when shown.
   */
  readonly message: string;
  readonly args?: Message['args'];
}

/** A detail of a task that has no field of its own, such as its type. */
export interface Fact {
  /** English, translated when shown. */
  readonly label: string;
  /** The service's own value; with `args` a message of this extension, as in {@link TaskError}. */
  readonly value: string;
  readonly args?: Message['args'];
}

/** A snapshot without its items and its raw response: small enough for lists. */
export interface Progress {
  readonly state: TaskState;
  /** The status as the service wrote it. */
  readonly rawState: string;
  /** 0–100. */
  readonly percent?: number;
  /** The number of finished items, of `total`. */
  readonly completed?: number;
  readonly failed?: number;
  readonly total?: number;
  /** Milliseconds since the epoch, by the service's clock. */
  readonly createdAt?: number;
  /** Milliseconds since the epoch, by the service's clock. */
  readonly endedAt?: number;
  readonly error?: TaskError;
  readonly facts?: readonly Fact[];
  /** A page for people about this task: http or https. */
  readonly link?: string;
}

/** The content of one response about a task. */
export interface Snapshot extends Progress {
  /** Stored ones: those that failed come first. */
  readonly items: readonly Item[];
  /** The response's JSON, with integers past 2^53 as text. */
  readonly raw: unknown;
}
