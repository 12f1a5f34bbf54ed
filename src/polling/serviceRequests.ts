import type { Credentials } from '../auth/credentials';
import type { Clock } from '../base/clock';
import { UserError } from '../base/errors';
import { message } from '../base/message';
import { omitUndefined } from '../base/omitUndefined';
import type { Connection } from '../connections/connection';
import { outdatedCredentials } from '../connections/connectionMessages';
import { toBlockingStatus } from '../connections/connectionStatus';
import type { BoundCredentials, ConnectionDirectory } from '../connections/connectionDirectory';
import { RequestError, type RequestFailure } from '../http/failure';
import { isOfAddress } from '../http/failureScope';
import { cannotCancel } from '../providers/cancellable';
import type { ListedTask, Provider } from '../providers/provider';
import type { ProviderRegistry } from '../providers/registry';
import { requestOrigins } from '../providers/requestOrigins';
import type { Snapshot, TaskRef } from '../tasks/task';
import type { Store } from '../tasks/ports/store';
import type { ServiceClient, CallContext } from '../client/callContext';
import { cancelTask } from '../client/cancelTask';
import { exchange, type Exchange } from '../client/exchange';
import { adoptRejection, applyRequestOutcome } from './connectionOutcome';
import { testConnection } from './connectionTest';
import { withFingerprint } from './fingerprint';
import { RateLimiter } from './rateLimiter';
import { checkedId, providerOf, resolveConnection } from './resolveConnection';

/** Tasks that a service listed, and whether these are all it has. */
export interface ListedTasks {
  readonly tasks: readonly ListedTask[];
  readonly complete: boolean;
}

/** What requests need. */
export interface RequestDeps {
  readonly store: Pick<Store, 'tasks' | 'connections' | 'rateLimits'>;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly client: ServiceClient;
  readonly clock: Clock;
}

/**
 * Sends the requests of people and other extensions. They obey the rate limits and the connection's status, as polls do.
 */
export class ServiceRequests {
  private readonly rateLimiter: RateLimiter;
  private readonly store: RequestDeps['store'];
  private readonly connections: ConnectionDirectory;
  private readonly client: ServiceClient;
  private readonly clock: Clock;
  /** The fingerprints of credentials that were rejected in the test of a draft. */
  private readonly draftRejections = new WeakMap<RequestFailure, string>();

  constructor(private readonly deps: RequestDeps) {
    const { store, connections, client, clock } = deps;
    [this.store, this.connections, this.client, this.clock] = [store, connections, client, clock];
    this.rateLimiter = new RateLimiter({ rateLimits: store.rateLimits, clock });
  }

  /**
   * Requests a task once and stores nothing.
   * @throws RequestError, UserError, CancelledError
   */
  async lookUp({ connection: id, id: pasted }: TaskRef, signal?: AbortSignal): Promise<Snapshot> {
    const { connection, provider } = resolveConnection(this.deps, id);
    const task = checkedId(provider, pasted);
    const stored = await this.credentialsOf(connection);
    const call = await this.toCall(connection, provider, stored, signal);
    await this.acquire(call, 'look-up');
    const result = await this.client.task(call, task);
    this.applyOutcome(call, result.ok ? undefined : result.failure);
    if (!result.ok) {
      throw new RequestError(result.failure);
    }
    return result.snapshot;
  }

  /**
   * Requests a task once, also with rejected credentials, to see request and response.
   * @throws RequestError when the service wants no requests now; UserError, CancelledError
   */
  async exchange({ connection: id, id: pasted }: TaskRef, signal?: AbortSignal): Promise<Exchange> {
    const { connection, provider } = resolveConnection(this.deps, id);
    const task = checkedId(provider, pasted);
    const stored = await this.credentialsOf(connection);
    const call = await this.toCall(connection, provider, stored, signal);
    await this.acquire(call, 'test');
    const exchanged = await exchange(this.client, call, task);
    this.applyOutcome(call, exchanged.result.ok ? undefined : exchanged.result.failure);
    return exchanged;
  }

  /**
   * Asks the service to stop a task, and stores nothing: a poll tells what became of it. A request that the service may have received is not sent again.
   * @throws RequestError with the service's refusal; UserError when the provider cannot cancel; CancelledError
   */
  async cancel({ connection: id, id: pasted }: TaskRef, signal?: AbortSignal): Promise<void> {
    const { connection, provider } = resolveConnection(this.deps, id);
    const task = checkedId(provider, pasted);
    const cancel = provider.cancel?.bind(provider);
    if (!cancel) {
      throw new UserError(cannotCancel(provider));
    }
    const stored = await this.credentialsOf(connection);
    const call = await this.toCall(connection, provider, stored, signal);
    await this.acquire(call, 'look-up');
    const failure = await cancelTask(this.client, call, task, cancel);
    this.applyOutcome(call, failure);
    if (failure) {
      throw new RequestError(failure);
    }
  }

  /**
   * Lists the tasks of a connection.
   * @param pages how many pages to read at most
   * @throws RequestError, UserError, CancelledError
   */
  async list(connectionId: string, pages: number, signal?: AbortSignal): Promise<ListedTasks> {
    const { connection, provider } = resolveConnection(this.deps, connectionId);
    if (!provider.list) {
      throw new UserError(message('{0} cannot list tasks. Track them by their ids.', provider.label));
    }
    const stored = await this.credentialsOf(connection);
    const call = await this.toCall(connection, provider, stored, signal);
    const tasks = new Map<string, ListedTask>();
    let page: string | undefined;
    for (let read = 0; read < pages; read++) {
      await this.acquire(call, 'look-up');
      const result = await this.client.page(call, provider.list, page);
      this.applyOutcome(call, result.ok ? undefined : result.failure);
      if (!result.ok) {
        // What the pages before it hold can be used.
        if (tasks.size > 0 && isOfAddress(result.failure)) {
          break;
        }
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
    const { connection } = resolveConnection(this.deps, connectionId);
    const stored = await this.credentialsOf(connection);
    const failure = await this.runTest(
      await this.toCall(connection, providerOf(this.deps, connection), stored, signal),
    );
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
    const provider = providerOf(this.deps, connection);
    const signedAs = { credentials, origins: requestOrigins(provider, connection) };
    return this.runTest(await this.toCall(connection, provider, signedAs, signal));
  }

  /** Tests rejected credentials, too. The client sends one request for all tests of them at the same time. */
  private async runTest(call: CallContext): Promise<RequestFailure | undefined> {
    await this.acquire(call, 'test');
    const failure = await testConnection(this.client, { ...call, isTest: true });
    this.applyOutcome(call, failure);
    return failure;
  }

  /** Stops polling of a draft that was saved although its test had met a rejection: no request has to repeat that. */
  noteRejection(connectionId: string, failure: RequestFailure): void {
    const saved = this.connections.withCredentials().find(({ id }) => id === connectionId);
    if (saved) {
      const { credentialVersion } = saved;
      const fingerprint = this.draftRejections.get(failure);
      this.store.connections.rejectCredentials(connectionId, credentialVersion, failure, this.clock.now(), fingerprint);
    }
  }

  /**
   * Waits for the rate limit.
   * @throws RequestError when the connection's status does not allow the request, or the same credentials were rejected at
   * another connection; CancelledError
   */
  private async acquire(call: CallContext, purpose: 'look-up' | 'test'): Promise<void> {
    await this.rateLimiter.acquire(call, () => {
      const adopted = (): RequestFailure | undefined =>
        purpose === 'look-up' ? adoptRejection(this.deps, call, this.clock.now()) : undefined;
      const block = this.blockOf(call, purpose);
      if (block) {
        throw block;
      }
      const failure = adopted();
      if (failure) {
        throw new RequestError(failure, { unsent: {} });
      }
      return true;
    });
  }

  /** Why the status of the connection does not allow this request; nothing when it does. */
  private blockOf({ connection, version }: CallContext, purpose: 'look-up' | 'test'): RequestError | undefined {
    const { credentialsRejected, ...state } = this.store.connections.state(connection.id);
    const status = toBlockingStatus(
      {
        isConfigured: true,
        hasProvider: true,
        // Those that were just read. A draft's may replace the saved ones, so that a rejection does not concern them.
        credentials: version ?? state.credentialVersion,
        state: version === undefined || !credentialsRejected ? state : { ...state, credentialsRejected },
        now: this.clock.now(),
      },
      purpose,
    );
    if (status && 'failure' in status) {
      return new RequestError(status.failure, { unsent: 'until' in status ? { until: status.until } : {} });
    }
    return (
      status && new RequestError({ kind: 'credentials-missing', explanation: outdatedCredentials(connection.name) })
    );
  }

  private applyOutcome(call: CallContext, failure: RequestFailure | undefined): void {
    if (failure?.kind === 'unauthorised' && call.fingerprint !== undefined) {
      this.draftRejections.set(failure, call.fingerprint);
    }
    applyRequestOutcome(this.deps, call, failure, this.clock.now());
  }

  private toCall(
    connection: Connection,
    provider: Provider,
    signedAs: Pick<CallContext, 'credentials' | 'version' | 'persistedToken' | 'origins'>,
    signal: AbortSignal | undefined,
  ): Promise<CallContext> {
    return withFingerprint(this.connections, { connection, provider, ...signedAs, ...omitUndefined({ signal }) });
  }

  private async credentialsOf(connection: Connection): Promise<BoundCredentials> {
    const stored = await this.connections.credentials(connection);
    if (!stored) {
      throw new RequestError({ kind: 'credentials-missing', host: connection.name });
    }
    return stored;
  }
}
