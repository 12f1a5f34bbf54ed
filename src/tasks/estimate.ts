import type { Sample } from './trackedTask';

/** What the samples of a running task foretell. */
export interface Estimate {
  /** Milliseconds until the task is at 100 %, from the time that was asked about; 0 when it should be there by now. */
  readonly restMs: number;
  /** Milliseconds since it should have been there; 0 as long as there is time left. */
  readonly lateMs: number;
}

/** Progress, in percent, over which an older pace loses half of its weight. */
const halfLife = 20;
/** A task that has not moved for this many times its longest pause between moves has stalled. */
const stallFactor = 4;
/** Nor is a shorter halt than this one worth a word; ms. */
const shortestStall = 60_000;

/**
 * Foretells the end of a task from its progress: an exponentially weighted pace over the times at which it moved.
 * A pause that is longer than those before shortens the time left no further, so that a task that moves in leaps does
 * not seem to end when it only waits for the next one.
 * @param samples oldest first
 * @param now ms since the epoch
 * @param lastResponseAt when the service last answered, ms since the epoch: a task that nobody asked about has not stalled
 * @returns nothing with fewer than three samples, at 100 %, or when progress has stalled
 */
export function estimateRest(samples: readonly Sample[], now: number, lastResponseAt = now): Estimate | undefined {
  const moves = movesIn(samples);
  const last = moves.at(-1);
  if (!last || moves.length < 3 || last.percent >= 100 || hasHalted(moves, lastResponseAt)) {
    return undefined;
  }
  let [moved, passed] = [0, 0];
  moves.forEach((to, index) => {
    const from = moves[index - 1];
    if (from) {
      const weight = 2 ** ((to.percent - last.percent) / halfLife);
      moved += weight * (to.percent - from.percent);
      passed += weight * (to.at - from.at);
    }
  });
  const needed = ((100 - last.percent) * passed) / moved;
  const quiet = Math.max(0, now - last.at);
  const longest = longestPause(moves);
  return {
    restMs: Math.max(0, needed - Math.min(quiet, longest)),
    lateMs: needed <= longest ? Math.max(0, quiet - needed) : 0,
  };
}

/**
 * Whether a task that moved has come to a halt. Says nothing of a task with fewer than three samples, or at 100 %.
 * @param samples oldest first
 * @param lastResponseAt when the service last answered, ms since the epoch
 */
export function isStalled(samples: readonly Sample[], lastResponseAt: number): boolean {
  const moves = movesIn(samples);
  const { percent = 100 } = moves.at(-1) ?? {};
  return moves.length >= 3 && percent < 100 && hasHalted(moves, lastResponseAt);
}

function hasHalted(moves: readonly Sample[], lastResponseAt: number): boolean {
  const quiet = lastResponseAt - (moves.at(-1)?.at ?? lastResponseAt);
  return quiet > Math.max(shortestStall, stallFactor * longestPause(moves));
}

function longestPause(moves: readonly Sample[]): number {
  let longest = 0;
  let before = Infinity;
  for (const { at } of moves) {
    longest = Math.max(longest, at - before);
    before = at;
  }
  return longest;
}

/** The samples that went beyond the one before. One that fell back means that the task began anew. */
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
