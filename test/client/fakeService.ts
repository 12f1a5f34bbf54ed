import type { Clock } from '../../src/base/clock';
import { CancelledError } from '../../src/base/errors';
import type { RequestFailure } from '../../src/http/failure';
import type { PageResult, TaskResult } from '../../src/providers/provider';
import type { Snapshot } from '../../src/tasks/task';
import type { ServiceClient, CallContext } from '../../src/client/callContext';
import { snapshotOf } from '../tasks/trackedTasks';

/** A question that reached the service. */
export interface Asked {
  /** Ms since the epoch. */
  readonly at: number;
  readonly connection: string;
  readonly id: string;
  /** What it was signed with. */
  readonly token: string;
}

/** All services in one, for tests that steer the time. It answers when the test lets it, and remembers all questions. */
export class FakeService implements ServiceClient {
  readonly asked: Asked[] = [];
  /** What it says; every task runs unless a test says otherwise. */
  answer: (asked: Asked) => TaskResult = () => running();
  /** What it lists. */
  pages: (page: string | undefined) => PageResult = () => ({ ok: true, tasks: [] });
  private gate: Promise<void> | undefined;

  constructor(private readonly clock: Clock) {}

  /** Keeps answers back until the result is called. */
  hold(): () => void {
    let open = (): void => undefined;
    this.gate = new Promise((resolve) => {
      open = resolve;
    });
    return () => {
      this.gate = undefined;
      open();
    };
  }

  async task(question: CallContext, id: string): Promise<TaskResult> {
    const asked = this.note(question, id);
    await this.turn(question.signal);
    return this.answer(asked);
  }

  async page(question: CallContext, _list: unknown, page?: string): Promise<PageResult> {
    this.note(question, `page ${page ?? 'one'}`);
    await this.turn(question.signal);
    return this.pages(page);
  }

  private note({ connection, credentials, signal }: CallContext, id: string): Asked {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    const token = credentials.kind === 'iam-token' ? credentials.token : credentials.kind;
    const asked = { at: this.clock.now(), connection: connection.id, id, token };
    this.asked.push(asked);
    return asked;
  }

  private async turn(signal: AbortSignal | undefined): Promise<void> {
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

/** An answer that the task runs. */
export function running(more: Partial<Snapshot> = {}): TaskResult {
  return { ok: true, snapshot: snapshotOf(more) };
}

/** An answer that the task has succeeded. */
export function succeeded(): TaskResult {
  return running({ state: 'succeeded', rawState: '1' });
}

/** No usable answer. */
export function failing(
  kind: RequestFailure['kind'],
  more: Partial<RequestFailure> = {},
): Extract<TaskResult, { ok: false }> {
  return { ok: false, failure: { kind, host: 'dsc.example.com', ...more } };
}
