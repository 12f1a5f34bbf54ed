import type { Sample } from './trackedTask';

/** When a running task is expected to reach 100 %. */
export interface Estimate {
  /** Milliseconds until the task is at 100 %; 0 when it should be there by now. */
  readonly remainingMs: number;
  /** Milliseconds since it should have been at 100 %; 0 while there is time left. */
  readonly lateMs: number;
}

/** Progress (in percent) over which the weight of an older speed halves. */
const halfLifePercent = 20;
/** A task has stalled when it stands still this many times longer than ever before. */
const stallFactor = 4;
/** A task that stands still for less than this has not stalled. */
const shortestStallMs = 60_000;

/**
 * Estimates the end of a task from its exponentially weighted speed. While progress stands still, reduces the remaining
 * time by at most the longest earlier gap: a task that progresses in leaps would otherwise seem to finish between two.
 * @param samples oldest first
 * @param now ms since the epoch
 * @param lastResponseAt when the last response arrived, ms since the epoch: a task that was not polled has not stalled
 * @returns undefined with fewer than three samples, at 100 %, or when progress has stalled
 */
export function estimateRemaining(samples: readonly Sample[], now: number, lastResponseAt = now): Estimate | undefined {
  const moves = movesIn(samples);
  const last = moves.at(-1);
  if (!last || moves.length < 3 || last.percent >= 100 || hasHalted(moves, lastResponseAt)) {
    return undefined;
  }
  const neededMs = (100 - last.percent) / speedOf(moves, last);
  const stillMs = Math.max(0, now - last.at);
  const longest = longestGap(moves);
  return {
    remainingMs: Math.max(0, neededMs - Math.min(stillMs, longest)),
    lateMs: neededMs <= longest ? Math.max(0, stillMs - neededMs) : 0,
  };
}

/**
 * How fast a task goes on, in percent per ms; the newest progress counts most.
 * @param samples oldest first
 * @returns undefined where {@link estimateRemaining} says nothing
 */
export function estimateSpeed(samples: readonly Sample[], lastResponseAt: number): number | undefined {
  const moves = movesIn(samples);
  const last = moves.at(-1);
  return last && moves.length >= 3 && last.percent < 100 && !hasHalted(moves, lastResponseAt)
    ? speedOf(moves, last)
    : undefined;
}

/** When progress was last made, ms since the epoch; undefined without any. @param samples oldest first */
export function lastProgressAt(samples: readonly Sample[]): number | undefined {
  return movesIn(samples).at(-1)?.at;
}

/** The exponentially weighted speed, in percent per ms. */
function speedOf(moves: readonly Sample[], last: Sample): number {
  let [moved, passedMs] = [0, 0];
  moves.forEach((to, index) => {
    const from = moves[index - 1];
    if (from) {
      const weight = 2 ** ((to.percent - last.percent) / halfLifePercent);
      moved += weight * (to.percent - from.percent);
      passedMs += weight * (to.at - from.at);
    }
  });
  return moved / passedMs;
}

/**
 * Whether the progress of a task has stalled. False with fewer than three samples, and at 100 %.
 * @param samples oldest first
 * @param lastResponseAt when the last response arrived, ms since the epoch
 */
export function isStalled(samples: readonly Sample[], lastResponseAt: number): boolean {
  const moves = movesIn(samples);
  const { percent = 100 } = moves.at(-1) ?? {};
  return moves.length >= 3 && percent < 100 && hasHalted(moves, lastResponseAt);
}

function hasHalted(moves: readonly Sample[], lastResponseAt: number): boolean {
  const stillMs = lastResponseAt - (moves.at(-1)?.at ?? lastResponseAt);
  return stillMs > Math.max(shortestStallMs, stallFactor * longestGap(moves));
}

function longestGap(moves: readonly Sample[]): number {
  let longest = 0;
  let before = Infinity;
  for (const { at } of moves) {
    longest = Math.max(longest, at - before);
    before = at;
  }
  return longest;
}

/** The samples with more progress than the one before. Less progress means that the task started again. */
function movesIn(samples: readonly Sample[]): readonly Sample[] {
  let moves: Sample[] = [];
  for (const sample of samples) {
    const last = moves.at(-1);
    if (!last || sample.percent < last.percent) {
      moves = [sample];
    } else if (sample.percent > last.percent && sample.at > last.at) {
      moves.push(sample);
    }
  }
  return moves;
}
