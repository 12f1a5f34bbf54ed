import type { Advance } from '../tasks/advance';
import type { Claim, Settlement } from '../tasks/taskRepository';
import { nextPoll } from './schedule';
import type { TurnSurroundings } from './turn';

type SettlementSurroundings = Pick<TurnSurroundings, 'store' | 'limits' | 'attention' | 'random' | 'log'>;

/**
 * Makes what is written of claims, each with its task's next poll. Limits and attention are read once, for all that are made
 * at this moment.
 * @param now ms since the epoch
 */
export function settlements(
  { store, limits, attention, random, log }: SettlementSurroundings,
  now: number,
): (claim: Claim, advance: Advance) => Settlement {
  const pace = { limits: limits(), attention: attention() };
  return (claim, advance) => {
    const { task } = advance;
    const earlierSamples = store.samples(task);
    const samples = advance.sample ? [...earlierSamples, advance.sample] : earlierSamples;
    const earlier = samples.length === 0 ? store.durations(task.connection) : [];
    const next = nextPoll({ task, samples, earlier, now, ...pace, random: random() });
    log.debug(`${task.connection}/${task.id}: ${task.state} ${task.progress?.percent ?? ''}`);
    return { ...advance, claim, task: { ...task, ...(next === undefined ? {} : { nextPollAt: next }) } };
  };
}
