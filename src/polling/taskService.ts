import type { Credentials } from '../auth/credentials';
import { lazy, loadChunk } from '../base/loadChunk';
import type { Exchange } from '../client/exchange';
import type { Connection } from '../connections/connection';
import type { RequestFailure } from '../http/failure';
import type { Snapshot, TaskRef } from '../tasks/task';
import type { TrackedTask } from '../tasks/trackedTask';
import { checkedId, resolveConnection } from './resolveConnection';
import type { ListedTasks, RequestDeps, ServiceRequests } from './serviceRequests';

/** What people and other extensions do with tasks: track them, and request them beside the poller. */
export class TaskService {
  /** Loaded with the first request. */
  private readonly requests: () => Promise<ServiceRequests>;

  constructor(private readonly deps: RequestDeps) {
    this.requests = lazy(async () => {
      const { ServiceRequests } = await loadChunk(() => import('./serviceRequests'));
      return new ServiceRequests(deps);
    });
  }

  /**
   * Tracks tasks; those tracked already stay as they are.
   * @throws UserError for an unknown connection or provider, or an invalid id
   */
  track(tasks: readonly (TaskRef & { readonly name?: string })[]): readonly TrackedTask[] {
    const { store, clock } = this.deps;
    const fresh = tasks.map((task) => {
      const { provider } = resolveConnection(this.deps, task.connection);
      return { ...task, id: checkedId(provider, task.id), provider: provider.id };
    });
    return store.tasks.track(fresh, clock.now());
  }

  /**
   * Requests a task once and stores nothing.
   * @throws RequestError, UserError, CancelledError
   */
  async lookUp(ref: TaskRef, signal?: AbortSignal): Promise<Snapshot> {
    return (await this.requests()).lookUp(ref, signal);
  }

  /**
   * Requests a task once, to see request and response.
   * @throws RequestError when the service wants no requests now; UserError, CancelledError
   */
  async exchange(ref: TaskRef, signal?: AbortSignal): Promise<Exchange> {
    return (await this.requests()).exchange(ref, signal);
  }

  /**
   * Asks the service to stop a task, and stores nothing: a poll tells what became of it.
   * @throws RequestError with the service's refusal; UserError when the provider cannot cancel; CancelledError
   */
  async cancel(ref: TaskRef, signal?: AbortSignal): Promise<void> {
    return (await this.requests()).cancel(ref, signal);
  }

  /**
   * Lists the tasks of a connection.
   * @param pages how many pages to read at most
   * @throws RequestError, UserError, CancelledError
   */
  async list(connectionId: string, pages: number, signal?: AbortSignal): Promise<ListedTasks> {
    return (await this.requests()).list(connectionId, pages, signal);
  }

  /**
   * Tests a connection with a real request; a success ends a rejection or backoff.
   * @throws RequestError with what is wrong; UserError, CancelledError
   */
  async test(connectionId: string, signal?: AbortSignal): Promise<void> {
    return (await this.requests()).test(connectionId, signal);
  }

  /**
   * Tests a connection that is not saved yet.
   * @returns what is wrong; nothing when it works
   * @throws RequestError when the service wants no requests now; UserError, CancelledError
   */
  async testDraft(
    connection: Connection,
    credentials: Credentials,
    signal?: AbortSignal,
  ): Promise<RequestFailure | undefined> {
    return (await this.requests()).testDraft(connection, credentials, signal);
  }

  /** Stops polling of a draft that was saved although its test had met a rejection: no request has to repeat that. */
  async noteRejection(connectionId: string, failure: RequestFailure): Promise<void> {
    (await this.requests()).noteRejection(connectionId, failure);
  }
}
