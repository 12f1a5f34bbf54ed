import type { Clock } from '../base/clock';
import { toDisposable, type Disposable } from '../base/lifecycle';
import type { TimeSlicer } from '../base/timeSlicer';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { rulesOf, statusOf } from '../connections/connectionStatus';
import type { ProviderRegistry } from '../providers/registry';
import { isBetter, type PresenceLevel } from '../tasks/presence';
import { statesUnderWay } from '../tasks/task';
import type { Store } from '../tasks/ports/store';
import type { TrackedTask } from '../tasks/trackedTask';
import type { SharedPresence } from './presence';
import { nextPoll, type PollingLimits } from './schedule';

/** What is needed to bring polls forward. */
interface RescheduleDeps {
  readonly store: Store;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  readonly timeSlicer: TimeSlicer;
  readonly limits: () => PollingLimits;
  readonly presence: SharedPresence;
  /** Is told when something is due sooner than it was. */
  readonly onDidReschedule: () => void;
}

/** Tasks that are looked at in one go. */
const atOnce = 20;
/** Nobody has more tasks than this in sight; the newest come first. */
const most = 2_000;

/**
 * Whenever the user begins to look, brings forward what was put off while they did not. A task is never asked for sooner
 * than its last answer and the new pace allow, so that looking away and back changes nothing.
 */
export function rescheduleOnPresence(deps: RescheduleDeps): Disposable {
  const { store, timeSlicer, presence, onDidReschedule } = deps;
  let latest = 0;
  const listening = presence.onDidRise((level) => {
    const pass = ++latest;
    const lookFrom = (offset: number): void => {
      timeSlicer.post(() => {
        if (pass !== latest || isBetter(level, presence.best())) {
          return;
        }
        const tasks = store.tasks.page({ states: statesUnderWay, order: 'activity', offset, limit: atOnce });
        const sooner = tasks.flatMap((task) => atPace(level, task, deps) ?? []);
        if (sooner.length > 0 && store.queue.moveEarlier(sooner)) {
          onDidReschedule();
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
function atPace(presence: PresenceLevel, task: TrackedTask, deps: RescheduleDeps): TrackedTask | undefined {
  const { store, clock, limits } = deps;
  const { connection, lastResponseAt, nextPollAt } = task;
  const now = clock.now();
  if (lastResponseAt === undefined || nextPollAt === undefined || nextPollAt <= now || task.stale) {
    return undefined;
  }
  if (rulesOf(statusOf(connection, deps)).poll !== 'now') {
    return undefined;
  }
  const samples = store.tasks.samples(task);
  const earlier = samples.length > 0 ? [] : store.tasks.durations(connection);
  const latest = nextPoll({ task, samples, earlier, now: lastResponseAt, limits: limits(), presence, random: 1 });
  const at = Math.max(latest ?? Infinity, now);
  return at < nextPollAt ? { ...task, nextPollAt: at } : undefined;
}
