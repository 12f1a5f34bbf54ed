import type { Clock } from '../base/clock';
import { toDisposable, type Disposable } from '../base/lifecycle';
import type { Slices } from '../base/slices';
import { isBetter, type Attention } from '../tasks/attention';
import { statesUnderWay } from '../tasks/task';
import { isStopped, type TaskRepository } from '../tasks/taskRepository';
import type { TrackedTask } from '../tasks/trackedTask';
import type { SharedAttention } from './attention';
import { nextPoll, type PollingLimits } from './schedule';

/** What is needed to bring polls forward. */
interface HurrySurroundings {
  readonly store: TaskRepository;
  readonly clock: Clock;
  readonly slices: Slices;
  readonly limits: () => PollingLimits;
  readonly attention: SharedAttention;
  /** Is told when something is due sooner than it was. */
  readonly onDidHurry: () => void;
}

/** Tasks that are looked at in one go. */
const atOnce = 20;
/** Nobody has more tasks than this in sight; the newest come first. */
const most = 2_000;

/**
 * Whenever the user begins to look, brings forward what was put off while they did not. A task is never asked for sooner
 * than its last answer and the new pace allow, so that looking away and back changes nothing.
 */
export function hurryWhenSeen(around: HurrySurroundings): Disposable {
  const { store, slices, attention, onDidHurry } = around;
  let latest = 0;
  const listening = attention.onDidRise((level) => {
    const pass = ++latest;
    const lookFrom = (offset: number): void => {
      slices.soon(() => {
        if (pass !== latest || isBetter(level, attention.best())) {
          return;
        }
        const tasks = store.page({ states: statesUnderWay, order: 'activity', offset, limit: atOnce });
        const sooner = tasks.flatMap((task) => atPace(level, task, around) ?? []);
        if (sooner.length > 0 && store.bringForward(sooner)) {
          onDidHurry();
        }
        if (tasks.length === atOnce && offset + atOnce < most) {
          lookFrom(offset + atOnce);
        }
      });
    };
    lookFrom(0);
  });
  return toDisposable(() => {
    latest++;
    listening.dispose();
  });
}

/** The task with the latest poll that a pace allows after its last answer; nothing when it is no later than that already. */
function atPace(
  attention: Attention,
  task: TrackedTask,
  { store, clock, limits }: HurrySurroundings,
): TrackedTask | undefined {
  const { connection, answeredAt, nextPollAt } = task;
  const now = clock.now();
  if (answeredAt === undefined || nextPollAt === undefined || nextPollAt <= now || task.stale) {
    return undefined;
  }
  const standing = store.standing(connection);
  if (isStopped(standing) || (standing.held?.until ?? 0) > now) {
    return undefined;
  }
  const samples = store.samples(task);
  const earlier = samples.length > 0 ? [] : store.durations(connection);
  const latest = nextPoll({ task, samples, earlier, now: answeredAt, limits: limits(), attention, random: 1 });
  const at = Math.max(latest ?? Infinity, now);
  return at < nextPollAt ? { ...task, nextPollAt: at } : undefined;
}
