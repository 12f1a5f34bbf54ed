/**
 * What other extensions may use:
 *
 *     const extension = vscode.extensions.getExtension('cloud-task-tracker.cloud-task-tracker');
 *     const tasks: CloudTasksApi = (await extension.activate()).getAPI(1);
 *     await tasks.track({ connection: 'huawei-vod', id: '123', name: 'Trailer' });
 *     const ended = await tasks.waitFor({ connection: 'huawei-vod', id: '123' });
 *
 * @module
 */
import type { CancellationToken, Disposable, Event } from 'vscode';
import type { Credentials } from './auth/credentials';
import type { Connection } from './connections/connection';
import type { Provider } from './providers/provider';
import type { Snapshot, TaskRef, TaskState } from './tasks/task';

export type { Connection, Credentials, Provider, Snapshot, TaskRef, TaskState };
export type { Item } from './tasks/task';

/** A task that the user tracks. */
export interface Task {
  /** Id of its connection. */
  readonly connection: string;
  /** Id of its provider. */
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  /** What the last answer said; absent before the first one. */
  readonly snapshot?: Snapshot;
  /** Since when (ms since the epoch) and why the snapshot may be out of date. */
  readonly stale?: { readonly since: number; readonly reason: string };
}

/** Version 1 of the interface for other extensions. Times are ms since the epoch, percent 0–100. */
export interface CloudTasksApi {
  /** Fires after a task was added or changed, with the state it was in before. */
  readonly onDidChangeTask: Event<{ readonly task: Task; readonly previous?: TaskState }>;
  listConnections(): readonly Connection[];
  /** Adds a connection, or replaces the one with its id. Secrets go to SecretStorage. Rejects when it is not valid. */
  addConnection(connection: Connection, credentials: Credentials): Promise<void>;
  /** Removes a connection, its secret and its tasks. */
  removeConnection(id: string): Promise<void>;
  /** Makes a real request; rejects with a readable error. */
  testConnection(id: string): Promise<void>;
  listTasks(): readonly Task[];
  /** Tracks a task; one that is tracked already stays as it is. */
  track(ref: TaskRef & { readonly name?: string }): Promise<Task>;
  untrack(ref: TaskRef): Promise<void>;
  /** Asks once and stores nothing. */
  lookUp(ref: TaskRef, token?: CancellationToken): Promise<Snapshot>;
  /** Asks now for one task, or for all that have not ended. */
  refresh(ref?: TaskRef): Promise<void>;
  /** Resolves when the task has ended; tracks it if it is not tracked yet. Rejects on time-out, cancellation or untracking. */
  waitFor(ref: TaskRef, options?: { readonly timeoutMs?: number; readonly token?: CancellationToken }): Promise<Task>;
  /** Adds a kind of task API until the result is disposed. */
  registerProvider(provider: Provider): Disposable;
}

/** What activating the extension returns. */
export interface CloudTasksExports {
  /** @throws Error when this extension does not speak that version */
  getAPI(version: 1): CloudTasksApi;
}
