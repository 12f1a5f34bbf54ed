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
import { limitsWith, nextPoll, type PollingLimits } from './schedule';

/** Injected dependencies of the rescheduling. */
interface RescheduleDeps {
  readonly store: Pick<Store, 'tasks' | 'queue' | 'connections'>;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  readonly timeSlicer: TimeSlicer;
  readonly limits: () => PollingLimits;
  readonly presence: SharedPresence;
  /** Called after polls moved earlier. */
  readonly onDidReschedule: () => void;
}

/** Tasks checked at a time. */
const chunkSize = 20;
/** Most tasks to check, the newest first. */
const maxTasks = 2_000;

/**
 * When the user comes back, moves polls earlier that were delayed while they were away. Never earlier than the last
 * response plus the new interval, so that looking away and back changes nothing.
 */
export function rescheduleOnPresence(deps: RescheduleDeps): Disposable {
  const { store, timeSlicer, presence, onDidReschedule } = deps;
  let latest = 0;
  const listening = presence.onDidRise((level) => {
    const pass = ++latest;
    const checkFrom = (offset: number): void => {
      timeSlicer.post(() => {
        if (pass !== latest || isBetter(level, presence.best())) {
          return;
        }
        const tasks = store.tasks.page({ states: statesUnderWay, order: 'activity', offset, limit: chunkSize });
        const sooner = tasks.flatMap((task) => atInterval(level, task, deps) ?? []);
        if (sooner.length > 0 && store.queue.moveEarlier(sooner)) {
          onDidReschedule();
        }
        if (tasks.length === chunkSize && offset + chunkSize < maxTasks) {
          checkFrom(offset + chunkSize);
        }
      });
    };
    checkFrom(0);
  });
  return toDisposable(() => {
    latest++;
    listening.dispose();
  });
}

/** The task with the poll that the interval for `presence` gives; nothing when it is not earlier than the planned one. */
function atInterval(presence: PresenceLevel, task: TrackedTask, deps: RescheduleDeps): TrackedTask | undefined {
  const { store, providers, clock } = deps;
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
  const limits = limitsWith(deps.limits(), providers.get(task.provider)?.minIntervalMs);
  const latest = nextPoll({ task, samples, earlier, now: lastResponseAt, limits, presence, random: 1 });
  const at = Math.max(latest ?? Infinity, now);
  return at < nextPollAt ? { ...task, nextPollAt: at } : undefined;
}
