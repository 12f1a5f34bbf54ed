import type { Credentials } from '../auth/credentials';
import type { Clock } from '../base/clock';
import { UserError } from '../base/errors';
import { message } from '../base/message';
import { omitUndefined } from '../base/omitUndefined';
import type { Connection } from '../connections/connection';
import type { BoundCredentials, ConnectionDirectory } from '../connections/connectionDirectory';
import { RequestError, type RequestFailure } from '../http/failure';
import type { ListedTask, Provider } from '../providers/provider';
import { normalizeTaskId } from '../providers/parsing/taskId';
import { missingProvider } from '../providers/missingProvider';
import type { ProviderRegistry } from '../providers/registry';
import { requestOrigins } from '../providers/requestOrigins';
import type { Snapshot, TaskRef } from '../tasks/task';
import { isRateLimited } from '../tasks/ports/connectionStates';
import type { Store } from '../tasks/ports/store';
import type { TrackedTask } from '../tasks/trackedTask';
import type { ServiceClient, CallContext } from '../client/callContext';
import { throttledUntil } from './backoff';
import { testConnection } from './connectionTest';
import { clearHostOutage } from './hostOutage';
import { withFingerprint } from './fingerprint';
import { RateLimiter } from './rateLimiter';

/** Tasks that a service listed, and whether these are all it has. */
export interface ListedTasks {
  readonly tasks: readonly ListedTask[];
  readonly complete: boolean;
}

/**
 * Requests of people and other extensions, beside those of the poller. It obeys the rate limit, too, and sends nothing
 * while the service wants no requests.
 */
export class TaskService {
  private readonly rateLimiter: RateLimiter;
  /** The fingerprints of credentials that were rejected in the test of a draft. */
  private readonly draftRejections = new WeakMap<RequestFailure, string>();

  constructor(
    private readonly store: Store,
    private readonly connections: ConnectionDirectory,
    private readonly providers: ProviderRegistry,
    private readonly client: ServiceClient,
    private readonly clock: Clock,
  ) {
    this.rateLimiter = new RateLimiter({ rateLimits: store.rateLimits, clock });
  }

  /**
   * Tracks tasks; those tracked already stay as they are.
   * @throws UserError for an unknown connection or provider, or an invalid id
   */
  track(tasks: readonly (TaskRef & { readonly name?: string })[]): readonly TrackedTask[] {
    const fresh = tasks.map((task) => {
      const { provider } = this.resolve(task.connection);
      return { ...task, id: checkedId(provider, task.id), provider: provider.id };
    });
    return this.store.tasks.track(fresh, this.clock.now());
  }

  /**
   * Requests a task once and stores nothing.
   * @throws RequestError, UserError, CancelledError
   */
  async lookUp({ connection: id, id: pasted }: TaskRef, signal?: AbortSignal): Promise<Snapshot> {
    const { connection, provider } = this.resolve(id);
    const task = checkedId(provider, pasted);
    const stored = await this.credentialsOf(connection);
    const call = await this.toCall(connection, provider, stored, signal);
    await this.acquire(call, 'unless rejected');
    const result = await this.client.task(call, task);
    this.learn(call, result.ok ? undefined : result.failure);
    if (!result.ok) {
      throw new RequestError(result.failure);
    }
    return result.snapshot;
  }

  /**
   * Lists the tasks of a connection.
   * @param pages how many pages to read at most
   * @throws RequestError, UserError, CancelledError
   */
  async list(connectionId: string, pages: number, signal?: AbortSignal): Promise<ListedTasks> {
    const { connection, provider } = this.resolve(connectionId);
    if (!provider.list) {
      throw new UserError(message('{0} cannot list tasks. Track them by their ids.', provider.label));
    }
    const stored = await this.credentialsOf(connection);
    const call = await this.toCall(connection, provider, stored, signal);
    const tasks = new Map<string, ListedTask>();
    let page: string | undefined;
    for (let read = 0; read < pages; read++) {
      await this.acquire(call, 'unless rejected');
      const result = await this.client.page(call, provider.list, page);
      this.learn(call, result.ok ? undefined : result.failure);
      if (!result.ok) {
        throw new RequestError(result.failure);
      }
      for (const task of result.tasks) {
        tasks.set(task.id, task);
      }
      page = result.next;
      if (page === undefined) {
        return { tasks: [...tasks.values()], complete: true };
      }
    }
    return { tasks: [...tasks.values()], complete: false };
  }

  /**
   * Tests a connection with a real request; a success ends a rejection or backoff.
   * @throws RequestError with what is wrong; UserError, CancelledError
   */
  async test(connectionId: string, signal?: AbortSignal): Promise<void> {
    const { connection } = this.resolve(connectionId);
    const stored = await this.credentialsOf(connection);
    const failure = await this.runTest(await this.toCall(connection, this.providerOf(connection), stored, signal));
    if (failure) {
      throw new RequestError(failure);
    }
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
    const provider = this.providerOf(connection);
    const signedAs = { credentials, origins: requestOrigins(provider, connection) };
    return this.runTest(await this.toCall(connection, provider, signedAs, signal));
  }

  /** Tests rejected credentials, too. The client sends one request for all tests of them at the same time. */
  private async runTest(call: CallContext): Promise<RequestFailure | undefined> {
    await this.acquire(call, 'even if rejected');
    const failure = await testConnection(this.client, call);
    this.learn(call, failure);
    return failure;
  }

  /** Notes the rejection that the test of a draft met, after the draft was saved nonetheless: no other request need show it. */
  noteRejection(connectionId: string, failure: RequestFailure): void {
    const readable = this.connections.withCredentials().find(({ id }) => id === connectionId);
    if (readable) {
      const { credentialVersion } = readable;
      const fingerprint = this.draftRejections.get(failure);
      this.store.connections.rejectCredentials(connectionId, credentialVersion, failure, this.clock.now(), fingerprint);
    }
  }

  /**
   * Waits for the rate limit.
   * @throws RequestError when the service wants no requests now, or rejected these credentials; CancelledError
   */
  private async acquire(call: CallContext, when: 'unless rejected' | 'even if rejected'): Promise<void> {
    await this.rateLimiter.acquire(call, () => {
      const rejection = when === 'unless rejected' ? this.rejectionOf(call) : undefined;
      const failure = rejection ?? this.rateLimitFailure(call.connection.id);
      if (failure) {
        throw new RequestError(failure);
      }
      return true;
    });
  }

  /** Why the call's credentials were rejected, at this connection or another; nothing when they were not. */
  private rejectionOf({ connection: { id }, version, fingerprint }: CallContext): RequestFailure | undefined {
    const { credentialsRejected, credentialVersion } = this.store.connections.state(id);
    if (credentialsRejected && version === credentialVersion) {
      return credentialsRejected.failure;
    }
    const failure = fingerprint === undefined ? undefined : this.store.connections.rejectionOf(fingerprint);
    if (failure && version !== undefined) {
      this.store.connections.rejectCredentials(id, version, failure, this.clock.now(), fingerprint);
    }
    return failure;
  }

  /** Why and until when (`retryAt`) the service wants no requests; nothing when it accepts them. */
  private rateLimitFailure(id: string): RequestFailure | undefined {
    const state = this.store.connections.state(id);
    const { backoff } = state;
    return backoff?.failure && isRateLimited(state, this.clock.now())
      ? { ...backoff.failure, retryAt: backoff.until }
      : undefined;
  }

  /**
   * Applies the result of a person's request to the connection: a rejection stops polling, a success ends rejection and
   * backoff, and throttling starts a backoff.
   */
  private learn({ connection: { id }, version, fingerprint }: CallContext, failure: RequestFailure | undefined): void {
    const now = this.clock.now();
    if (!failure && fingerprint !== undefined && this.store.connections.rejectionOf(fingerprint)) {
      this.store.connections.clearRejections(fingerprint, now);
    }
    if (failure?.kind === 'unauthorised' && fingerprint !== undefined) {
      this.draftRejections.set(failure, fingerprint);
    }
    if (version === undefined) {
      // A draft has no state yet.
      return;
    }
    if (failure?.kind === 'unauthorised') {
      this.store.connections.rejectCredentials(id, version, failure, now, fingerprint);
      return;
    }
    if (failure && (failure.kind === 'throttled' || failure.retryAt !== undefined)) {
      // Of several requests sent together only one starts a backoff and counts as a failure.
      if (!this.rateLimitFailure(id)) {
        this.store.connections.backOff(id, { until: throttledUntil(failure, now), failure });
      }
      return;
    }
    const { credentialsRejected, backoff } = this.store.connections.state(id);
    if (!failure && (credentialsRejected ?? backoff?.failure)) {
      this.store.connections.clearBlocks(id, now);
      clearHostOutage(backoff?.failure, { store: this.store, connections: this.connections }, now);
    }
  }

  private toCall(
    connection: Connection,
    provider: Provider,
    signedAs: Pick<CallContext, 'credentials' | 'version' | 'persistedToken' | 'origins'>,
    signal: AbortSignal | undefined,
  ): Promise<CallContext> {
    return withFingerprint(this.connections, { connection, provider, ...signedAs, ...omitUndefined({ signal }) });
  }

  private resolve(id: string): { connection: Connection; provider: Provider } {
    const connection = this.connections.get(id);
    if (!connection) {
      throw new UserError(message('There is no connection {0} in the settings.', id));
    }
    return { connection, provider: this.providerOf(connection) };
  }

  private providerOf({ provider: id }: Connection): Provider {
    const provider = this.providers.get(id);
    if (!provider) {
      throw new UserError(missingProvider(id, this.providers));
    }
    return provider;
  }

  private async credentialsOf(connection: Connection): Promise<BoundCredentials> {
    const stored = await this.connections.credentials(connection);
    if (!stored) {
      throw new RequestError({ kind: 'credentials-missing', host: connection.name });
    }
    return stored;
  }
}

/** The id without invisible characters and blanks around it. @throws UserError when the id is invalid */
function checkedId(provider: Provider, pasted: string): string {
  const id = normalizeTaskId(pasted);
  const problem = provider.validateId?.(id);
  if (problem) {
    throw new UserError(problem);
  }
  return id;
}
