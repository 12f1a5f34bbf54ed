import type { Credentials } from '../auth/credentials';
import type { StoredCredentials } from '../auth/credentialVault';
import type { Clock } from '../base/clock';
import { HumanError } from '../base/errors';
import { message } from '../base/message';
import type { Connection } from '../connections/connection';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { RequestError, type RequestFailure } from '../http/failure';
import type { ListedTask, Provider } from '../providers/provider';
import type { ProviderRegistry } from '../providers/registry';
import type { Snapshot, TaskRef } from '../tasks/task';
import type { TaskRepository } from '../tasks/taskRepository';
import type { TrackedTask } from '../tasks/trackedTask';
import type { Asker, Question } from './ask';
import { throttledUntil } from './backoff';
import { testConnection } from './connectionTest';
import { endHoldsAt } from './hosts';
import { PaceQueue } from './pace';

/** Tasks that a service listed, and whether these are all it has. */
export interface ListedTasks {
  readonly tasks: readonly ListedTask[];
  readonly complete: boolean;
}

/**
 * What people and other extensions ask for at once, beside what the tracker asks for by itself. It keeps to the service's
 * pace, too, and asks nothing while the service wants to be left alone.
 */
export class TaskService {
  private readonly queue: PaceQueue;

  constructor(
    private readonly store: TaskRepository,
    private readonly connections: ConnectionDirectory,
    private readonly providers: ProviderRegistry,
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {
    this.queue = new PaceQueue({ store, clock });
  }

  /**
   * Tracks tasks from now on; those that are tracked already stay as they are.
   * @throws HumanError when a connection or its provider is not known, or an id cannot be one
   */
  track(tasks: readonly (TaskRef & { readonly name?: string })[]): readonly TrackedTask[] {
    const fresh = tasks.map((task) => {
      const { provider } = this.known(task.connection);
      checkId(provider, task.id);
      return { ...task, provider: provider.id };
    });
    return this.store.track(fresh, this.clock.now());
  }

  /**
   * Asks for a task once and keeps nothing.
   * @throws RequestError, HumanError, CancelledError
   */
  async lookUp({ connection: id, id: task }: TaskRef, signal?: AbortSignal): Promise<Snapshot> {
    const { connection, provider } = this.known(id);
    checkId(provider, task);
    const stored = await this.credentialsOf(connection);
    const asked = question(connection, provider, stored, signal);
    await this.pace(asked);
    const reading = await this.asker.task(asked, task);
    this.learn(connection, stored.version, reading.ok ? undefined : reading.failure);
    if (!reading.ok) {
      throw new RequestError(reading.failure);
    }
    return reading.snapshot;
  }

  /**
   * Lists the tasks of a connection.
   * @param pages how many pages to read at most
   * @throws RequestError, HumanError, CancelledError
   */
  async list(connectionId: string, pages: number, signal?: AbortSignal): Promise<ListedTasks> {
    const { connection, provider } = this.known(connectionId);
    if (!provider.list) {
      throw new HumanError(message('{0} cannot list tasks. Track them by their ids.', provider.label));
    }
    const stored = await this.credentialsOf(connection);
    const asked = question(connection, provider, stored, signal);
    const tasks = new Map<string, ListedTask>();
    let page: string | undefined;
    for (let read = 0; read < pages; read++) {
      await this.pace(asked);
      const reading = await this.asker.page(asked, provider.list, page);
      this.learn(connection, stored.version, reading.ok ? undefined : reading.failure);
      if (!reading.ok) {
        throw new RequestError(reading.failure);
      }
      for (const task of reading.tasks) {
        tasks.set(task.id, task);
      }
      page = reading.next;
      if (page === undefined) {
        return { tasks: [...tasks.values()], complete: true };
      }
    }
    return { tasks: [...tasks.values()], complete: false };
  }

  /**
   * Tries a connection with a real request; one that works again is no longer paused.
   * @throws RequestError with what is wrong; HumanError, CancelledError
   */
  async test(connectionId: string, signal?: AbortSignal): Promise<void> {
    const { connection } = this.known(connectionId);
    const stored = await this.credentialsOf(connection);
    const asked = question(connection, this.providerOf(connection), stored, signal);
    await this.pace(asked);
    const failure = await testConnection(this.asker, asked);
    this.learn(connection, stored.version, failure);
    if (failure) {
      throw new RequestError(failure);
    }
  }

  /**
   * Tries a connection that is not kept yet.
   * @returns what is wrong; nothing when it works
   * @throws RequestError where the service wants to be left alone; HumanError, CancelledError
   */
  async try(
    connection: Connection,
    credentials: Credentials,
    signal?: AbortSignal,
  ): Promise<RequestFailure | undefined> {
    const asked = question(connection, this.providerOf(connection), { credentials }, signal);
    await this.pace(asked);
    return testConnection(this.asker, asked);
  }

  /** What a trial told of credentials that were kept nonetheless: nobody need be refused again to know it. */
  noteRefusal(connectionId: string, failure: RequestFailure): void {
    const readable = this.connections.readable().find(({ id }) => id === connectionId);
    if (readable) {
      this.store.pause(connectionId, readable.credentialVersion, failure, this.clock.now());
    }
  }

  /** Waits for the question's turn. @throws RequestError where the service wants to be left alone; CancelledError */
  private async pace(asked: Question): Promise<void> {
    await this.queue.wait(asked, () => {
      const failure = this.throttling(asked.connection.id);
      if (failure) {
        throw new RequestError(failure);
      }
      return true;
    });
  }

  /** Why and until when (`retryAt`) the service wants no question; nothing when it may be asked. */
  private throttling(id: string): RequestFailure | undefined {
    const { held } = this.store.standing(id);
    return held?.failure?.kind === 'throttled' && held.until > this.clock.now()
      ? { ...held.failure, retryAt: held.until }
      : undefined;
  }

  /**
   * What an answer to a person's question tells of the connection: one refusal pauses it, one success ends the pause, and
   * a service that wants fewer requests is left alone by everybody.
   */
  private learn({ id }: Connection, credentialVersion: number, failure: RequestFailure | undefined): void {
    const now = this.clock.now();
    if (failure?.kind === 'unauthorised') {
      this.store.pause(id, credentialVersion, failure, now);
      return;
    }
    if (failure?.kind === 'throttled') {
      // Of questions that were under way together one holds it, and counts as one failure.
      if (!this.throttling(id)) {
        this.store.hold(id, { until: throttledUntil(failure, now), failure });
      }
      return;
    }
    const { paused, held } = this.store.standing(id);
    if (!failure && (paused ?? held?.failure)) {
      this.store.resume(id, now);
      endHoldsAt(held?.failure, { store: this.store, connections: this.connections }, now);
    }
  }

  private known(id: string): { connection: Connection; provider: Provider } {
    const connection = this.connections.get(id);
    if (!connection) {
      throw new HumanError(message('There is no connection {0} in the settings.', id));
    }
    return { connection, provider: this.providerOf(connection) };
  }

  private providerOf({ provider: id }: Connection): Provider {
    const provider = this.providers.get(id);
    if (!provider) {
      throw new HumanError(message('No installed extension brings the provider {0}.', id));
    }
    return provider;
  }

  private async credentialsOf(connection: Connection): Promise<StoredCredentials> {
    const stored = await this.connections.credentials(connection);
    if (!stored) {
      throw new RequestError({ kind: 'credentials-missing', host: connection.name });
    }
    return stored;
  }
}

/** @throws HumanError when the id cannot be asked for */
function checkId(provider: Provider, id: string): void {
  const problem = provider.validateId?.(id);
  if (problem) {
    throw new HumanError(problem);
  }
}

function question(
  connection: Connection,
  provider: Provider,
  signedAs: Pick<Question, 'credentials' | 'version' | 'kept'>,
  signal: AbortSignal | undefined,
): Question {
  return { connection, provider, ...signedAs, ...(signal ? { signal } : {}) };
}
