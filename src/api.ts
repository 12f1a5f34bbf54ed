/**
 * The API for other extensions:
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
  /** The content of the last response; absent before the first one. */
  readonly snapshot?: Snapshot;
  /** Since when (ms since the epoch) and why the snapshot may be out of date. */
  readonly stale?: { readonly since: number; readonly reason: string };
}

/** Version 1 of the API. Times are in milliseconds since the epoch, percentages from 0 to 100. */
export interface CloudTasksApi {
  /** Fires after a task was added or changed, with its previous state. */
  readonly onDidChangeTask: Event<{ readonly task: Task; readonly previous?: TaskState }>;
  listConnections(): readonly Connection[];
  /** Adds a connection, or replaces the one with its id. Secrets go to SecretStorage. Rejects when it is not valid. */
  addConnection(connection: Connection, credentials: Credentials): Promise<void>;
  /** Removes a connection, its secret and its tasks. */
  removeConnection(id: string): Promise<void>;
  /** Tests a connection with a real request. */
  testConnection(id: string): Promise<void>;
  listTasks(): readonly Task[];
  /** Tracks a task. Does nothing if it is tracked already. */
  track(ref: TaskRef & { readonly name?: string }): Promise<Task>;
  untrack(ref: TaskRef): Promise<void>;
  /** Requests a task once and stores nothing. */
  lookUp(ref: TaskRef, token?: CancellationToken): Promise<Snapshot>;
  /** Polls one task now, or all tasks that have not ended. Resolves after the response. */
  refresh(ref?: TaskRef): Promise<void>;
  /** Resolves when the task has ended; tracks it if it is not tracked yet. Rejects on timeout, cancellation or untracking. */
  waitFor(ref: TaskRef, options?: { readonly timeoutMs?: number; readonly token?: CancellationToken }): Promise<Task>;
  /** Registers a provider until the result is disposed. */
  registerProvider(provider: Provider): Disposable;
}

/** The exports of the extension. */
export interface CloudTasksExports {
  /** @throws Error when this extension does not have that version */
  getAPI(version: 1): CloudTasksApi;
}
