import type { Clock } from '../base/clock';
import { CancelledError } from '../base/errors';
import { MutableDisposable } from '../base/lifecycle';
import type { RequestBudget, TaskRepository } from '../tasks/taskRepository';
import type { Question } from './ask';

/** Who is to be asked, and what calls it off. */
export type PacedQuestion = Pick<Question, 'provider' | 'connection' | 'signal'>;

/** What keeps the pace: buckets that all windows share, and time. */
export interface PaceKeepers {
  readonly store: Pick<TaskRepository, 'reserve'>;
  readonly clock: Clock;
}

/** The pace where a service states none, so that what is overdue after a long absence does not come as a burst. */
export const usualBudget: RequestBudget = { burst: 10, interval: 100 };

/** Names the bucket that a question draws from; connections that share one share the service's limit. */
export function bucketOf({ provider, connection }: Pick<PacedQuestion, 'provider' | 'connection'>): string {
  return `${provider.id}/${provider.bucket?.(connection) ?? connection.id}`;
}

/**
 * Waits until the service's pace allows another request, and takes it from the bucket.
 * @param isWanted asked before each try; may throw, which ends the wait with its error
 * @returns whether the request may be made: false as soon as it is not wanted any more, and then nothing was taken
 * @throws CancelledError as soon as the question's signal is aborted
 */
export async function pace(
  { store, clock }: PaceKeepers,
  question: PacedQuestion,
  isWanted: () => boolean,
): Promise<boolean> {
  const bucket = bucketOf(question);
  const { provider, signal } = question;
  for (;;) {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    if (!isWanted()) {
      return false;
    }
    const now = clock.now();
    const at = store.reserve(bucket, provider.budget ?? usualBudget, now);
    if (at <= now) {
      return true;
    }
    const timer = new MutableDisposable();
    const passed = new Promise<void>((resolve) => {
      timer.current = clock.schedule(at - now, resolve);
    });
    await orAborted(passed, signal);
    timer.dispose();
  }
}

/**
 * Questions of one window that wait for the same bucket, first come, first served: however many they are, only the
 * first of them looks into the store.
 */
export class PaceQueue {
  /** When the last of each bucket has had its turn. */
  private readonly ends = new Map<string, Promise<void>>();

  constructor(private readonly keepers: PaceKeepers) {}

  /** The same as {@link pace}, after those that came before. */
  wait(question: PacedQuestion, isWanted: () => boolean): Promise<boolean> {
    const bucket = bucketOf(question);
    const before = this.ends.get(bucket) ?? Promise.resolve();
    const turn = orAborted(before, question.signal).then(() => pace(this.keepers, question, isWanted));
    // Whoever is called off leaves at once, but those behind still wait for those before.
    const end = Promise.allSettled([before, turn]).then(() => {
      if (this.ends.get(bucket) === end) {
        this.ends.delete(bucket);
      }
    });
    this.ends.set(bucket, end);
    return turn;
  }
}

/** Resolves when `wait` does, which never rejects, or as soon as the signal is aborted. */
function orAborted(wait: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal?.removeEventListener('abort', end);
      resolve();
    };
    signal?.addEventListener('abort', end);
    void wait.then(end);
    if (signal?.aborted) {
      end();
    }
  });
}
