import type { Sample } from './trackedTask';

/** What the samples of a running task foretell. */
export interface Estimate {
  /** Milliseconds until the task is at 100 %, from the time that was asked about. */
  readonly restMs: number;
}

/** Weight of the newest pace against all before it. */
const weight = 0.4;

/** A task that has not moved for this many times the usual pause between moves has stalled. */
const stallFactor = 4;

/**
 * Foretells the end of a task from its progress: an exponentially weighted pace over the times at which it moved.
 * @param samples oldest first
 * @param now ms since the epoch
 * @returns nothing with fewer than three samples, or when progress has stalled
 */
export function estimateRest(samples: readonly Sample[], now: number): Estimate | undefined {
  const moves = samples.filter((sample, index) => index === 0 || sample.percent > (samples[index - 1]?.percent ?? 0));
  const last = moves.at(-1);
  if (!last || moves.length < 3 || last.percent >= 100) {
    return undefined;
  }
  let pace: number | undefined;
  let pause = 0;
  for (const [index, move] of moves.entries()) {
    const before = moves[index - 1];
    if (before && move.at > before.at) {
      const latest = (move.percent - before.percent) / (move.at - before.at);
      pace = pace === undefined ? latest : weight * latest + (1 - weight) * pace;
      pause = Math.max(pause, move.at - before.at);
    }
  }
  if (!pace || now - last.at > stallFactor * pause) {
    return undefined;
  }
  return { restMs: Math.max(0, last.at + (100 - last.percent) / pace - now) };
}
