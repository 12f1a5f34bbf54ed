import type { Clock } from '../../src/base/clock';
import { CancelledError } from '../../src/base/errors';
import type { RequestFailure } from '../../src/http/failure';
import type { PageResult, TaskResult } from '../../src/providers/provider';
import type { Snapshot } from '../../src/tasks/task';
import type { ServiceClient, CallContext } from '../../src/client/callContext';
import { snapshotOf } from '../tasks/trackedTasks';

/** A request that reached the service. */
export interface ReceivedRequest {
  /** Ms since the epoch. */
  readonly at: number;
  readonly connection: string;
  readonly id: string;
  /** What it was signed with. */
  readonly token: string;
}

/** All services in one, for tests that steer the time. It responds when the test lets it, and remembers all requests. */
export class FakeService implements ServiceClient {
  readonly requests: ReceivedRequest[] = [];
  /** Makes the result of a request; every task runs unless a test says otherwise. */
  respond: (request: ReceivedRequest) => TaskResult = () => running();
  /** Makes a page of the list. */
  pages: (page: string | undefined) => PageResult = () => ({ ok: true, tasks: [] });
  private gate: Promise<void> | undefined;

  constructor(private readonly clock: Clock) {}

  /** Holds back all responses until the result is called. */
  holdResponses(): () => void {
    let open = (): void => undefined;
    this.gate = new Promise((resolve) => {
      open = resolve;
    });
    return () => {
      this.gate = undefined;
      open();
    };
  }

  async task(call: CallContext, id: string): Promise<TaskResult> {
    const request = this.note(call, id);
    await this.gateOrAbort(call.signal);
    return this.respond(request);
  }

  async page(call: CallContext, _list: unknown, page?: string): Promise<PageResult> {
    this.note(call, `page ${page ?? 'one'}`);
    await this.gateOrAbort(call.signal);
    return this.pages(page);
  }

  private note({ connection, credentials, signal }: CallContext, id: string): ReceivedRequest {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    const token = credentials.kind === 'iam-token' ? credentials.token : credentials.kind;
    const request = { at: this.clock.now(), connection: connection.id, id, token };
    this.requests.push(request);
    return request;
  }

  private async gateOrAbort(signal: AbortSignal | undefined): Promise<void> {
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener(
        'abort',
        () => {
          reject(new CancelledError());
        },
        { once: true },
      );
    });
    await Promise.race([this.gate, aborted]);
  }
}

/** The result of a response that says that the task runs. */
export function running(more: Partial<Snapshot> = {}): TaskResult {
  return { ok: true, snapshot: snapshotOf(more) };
}

/** The result of a response that says that the task has succeeded. */
export function succeeded(): TaskResult {
  return running({ state: 'succeeded', rawState: '1' });
}

/** The result of a request that failed. */
export function failing(
  kind: RequestFailure['kind'],
  more: Partial<RequestFailure> = {},
): Extract<TaskResult, { ok: false }> {
  return { ok: false, failure: { kind, host: 'dsc.example.com', ...more } };
}
