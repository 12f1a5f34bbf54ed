import { omitUndefined } from '../base/omitUndefined';
import type { TaskUpdate } from '../tasks/taskUpdate';
import type { Claim, Settlement } from '../tasks/ports/pollQueue';
import { limitsWith, nextPoll } from './schedule';
import type { PollDeps } from './pollDeps';

type SettlerDeps = Pick<PollDeps, 'store' | 'providers' | 'limits' | 'presence' | 'random' | 'log'>;

/**
 * Makes the settlements of claims, each with its task's next poll. Limits and presence are read once for all of them.
 * @param now ms since the epoch
 */
export function createSettler(
  { store, providers, limits, presence, random, log }: SettlerDeps,
  now: number,
): (claim: Claim, update: TaskUpdate) => Settlement {
  const allowed = limits();
  const level = presence();
  return (claim, update) => {
    const { task } = update;
    const earlierSamples = store.tasks.samples(task);
    const samples = update.sample ? [...earlierSamples, update.sample] : earlierSamples;
    const earlier = samples.length === 0 ? store.tasks.durations(task.connection) : [];
    const nextPollAt = nextPoll({
      ...{ task, samples, earlier, now, presence: level, random: random() },
      limits: limitsWith(allowed, providers.get(task.provider)?.minIntervalMs),
    });
    log.debug(`${task.connection}/${task.id}: ${task.state} ${task.progress?.percent ?? ''}`);
    return { ...update, claim, task: { ...task, ...omitUndefined({ nextPollAt }) } };
  };
}
