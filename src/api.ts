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
import type { CredentialKind, Credentials } from './auth/credentials';
import type { Message } from './base/message';
import type { Connection } from './connections/connection';
import type { FailureKind, RequestFailure } from './http/failure';
import type { HttpRequest, HttpResponse } from './http/request';
import type { ProviderDefinition } from './providers/definitions/definition';
import type { ForeignField, ForeignProvider } from './providers/foreignProvider';
import type { ListedTask, PageResult, TaskLister, TaskResult } from './providers/provider';
import type { RateLimit } from './tasks/ports/rateLimits';
import type { Item, Snapshot, TaskRef, TaskState } from './tasks/task';

export type {
  Connection,
  CredentialKind,
  Credentials,
  FailureKind,
  HttpRequest,
  HttpResponse,
  Item,
  ListedTask,
  Message,
};
export type { ProviderDefinition };
export type { PageResult, RateLimit, RequestFailure, Snapshot, TaskLister, TaskRef, TaskResult, TaskState };
export type { ForeignField as ConnectionField, ForeignProvider as Provider };

/** A task that the user tracks. */
export interface Task {
  /** Id of its connection. */
  readonly connection: string;
  /** Id of its provider. */
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  /** 0–100. */
  readonly percent?: number;
  /** The content of the last response; absent before the first one, and in lists. */
  readonly snapshot?: Snapshot;
  /** Since when (ms since the epoch) and why the snapshot may be out of date. */
  readonly stale?: { readonly since: number; readonly reason: string };
}

/** Which tasks to list. */
export interface TaskQuery {
  /** Id of a connection. */
  readonly connection?: string;
  readonly states?: readonly TaskState[];
  /** 1,000 by default and at most. */
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * Why a call failed: the kind of a failed request, or
 *
 * - `timeout`: also when `waitFor` waited for longer than its `timeoutMs`
 * - `not-tracked`: the task is not tracked, or no longer
 * - `not-configured`, `no-provider`, `no-credentials`, `credentials-rejected`, `polling-paused`, `rate-limited`: the status of
 *   the connection, which keeps the request from being sent
 * - `invalid-connection`, `invalid-definition`: the connection, its credentials or the provider are not valid
 * - `rejected`: also when the provider refuses the task's id
 * - `internal`: a fault of this extension, which its log describes
 */
export type ErrorCode =
  | FailureKind
  | 'not-tracked'
  | 'not-configured'
  | 'no-provider'
  | 'no-credentials'
  | 'credentials-rejected'
  | 'polling-paused'
  | 'rate-limited'
  | 'invalid-connection'
  | 'invalid-definition'
  | 'internal';

/** Every call of the API that fails rejects with this error, or with a `vscode.CancellationError`. */
export interface CloudTasksError extends Error {
  readonly code: ErrorCode;
}

/** Version 1 of the API. Times are in milliseconds since the epoch, percentages from 0 to 100. */
export interface CloudTasksApi {
  /** Fires after a task was added or changed, with its previous state. */
  readonly onDidChangeTask: Event<{ readonly task: Task; readonly previous?: TaskState }>;
  /** Copies of the connections. */
  listConnections(): readonly Connection[];
  /** Adds a connection, or replaces the one with its id. Secrets go to SecretStorage. Rejects when it is not valid. */
  addConnection(connection: Connection, credentials: Credentials): Promise<void>;
  /** Removes a connection, its secret and its tasks. */
  removeConnection(id: string): Promise<void>;
  /** Tests a connection with a real request. */
  testConnection(id: string): Promise<void>;
  /** A page of the tracked tasks without their snapshots, the last tracked first. */
  listTasks(query?: TaskQuery): Promise<readonly Task[]>;
  /** A tracked task with its snapshot. */
  getTask(ref: TaskRef): Promise<Task | undefined>;
  /** Tracks a task. Does nothing if it is tracked already. */
  track(ref: TaskRef & { readonly name?: string }): Promise<Task>;
  untrack(ref: TaskRef): Promise<void>;
  /** Requests a task once and stores nothing. */
  lookUp(ref: TaskRef, token?: CancellationToken): Promise<Snapshot>;
  /**
   * Polls one task now, or all tasks that have not ended, and resolves after the responses. For one task it rejects when the
   * request fails or is not sent.
   */
  refresh(ref?: TaskRef): Promise<void>;
  /**
   * Resolves when the task has ended; tracks it if it is not tracked yet. Rejects on timeout, cancellation, untracking, and when
   * the connection's status does not let it be polled any more.
   */
  waitFor(ref: TaskRef, options?: { readonly timeoutMs?: number; readonly token?: CancellationToken }): Promise<Task>;
  /**
   * Registers a provider, or the definition of one, until the result is disposed. A definition in the user's settings with the
   * same id is used in its place.
   * @throws CloudTasksError at once, with code `invalid-definition`, when it has mistakes, which the message names, or its id is
   *   taken
   */
  registerProvider(provider: ForeignProvider | ProviderDefinition): Disposable;
}

/** The exports of the extension. */
export interface CloudTasksExports {
  /** @throws Error when this extension does not have that version */
  getAPI(version: 1): CloudTasksApi;
}
