/**
 * Every state a task can be in. `partial`: ended, and some items failed. `expired`: the service no longer knows it.
 * `unknown`: no answer yet, or a status that no document lists; polled slowly and never dropped.
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

/** Whether a task in this state will never change again, so that nobody needs to ask. */
export function isEnded(state: TaskState): boolean {
  return ends.has(state);
}

/** The states of tasks that have ended, {@link isEnded}. */
export const statesAtEnd: readonly TaskState[] = taskStates.filter(isEnded);

/** The states of tasks that have not ended. */
export const statesUnderWay: readonly TaskState[] = taskStates.filter((state) => !isEnded(state));

/** Names a task: the connection it belongs to and the id that the service gave it. */
export interface TaskRef {
  /** Id of the connection. */
  readonly connection: string;
  /** The service's id, as text: some are larger than a double can hold. */
  readonly id: string;
}

/** One text for a task, to find it in a set or a map: another for every other task. */
export function taskKey({ connection, id }: TaskRef): string {
  // No settings and no service put this character into an id.
  return `${connection}\u0000${id}`;
}

/** The form in which ids are compared: services may return an id in another case than it was requested. */
export function comparableId(id: string): string {
  return id.trim().toLowerCase();
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
}

/** Where a file is: what came out, else what went in, else where it can be opened. */
export function itemPath({ target, source, link }: Item): string | undefined {
  return target ?? source ?? link;
}

/** What an answer says of a task besides its items and the answer itself. Small enough to be kept in a list. */
export interface Progress {
  readonly state: TaskState;
  /** The status as the service wrote it. */
  readonly rawState: string;
  /** 0–100. */
  readonly percent?: number;
  /** Items that are done, of `total`. */
  readonly completed?: number;
  readonly failed?: number;
  readonly total?: number;
  /** Milliseconds since the epoch, by the service's clock. */
  readonly createdAt?: number;
  /** Milliseconds since the epoch, by the service's clock. */
  readonly endedAt?: number;
  /** Why the task failed, in the service's words. */
  readonly error?: { readonly code?: string; readonly message: string };
}

/** What one answer said of a task. */
export interface Snapshot extends Progress {
  readonly items: readonly Item[];
  /** The answer's JSON, with integers past 2^53 as text. */
  readonly raw: unknown;
}
