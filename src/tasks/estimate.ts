import type { Sample } from './trackedTask';

/** When a running task is expected to reach 100 %. */
export interface Estimate {
  /** Milliseconds until the task is at 100 %; 0 when it should be there by now. */
  readonly remainingMs: number;
  /** Milliseconds since it should have been at 100 %; 0 while there is time left. */
  readonly lateMs: number;
}

/** Progress (in percent) over which the weight of an older pace halves. */
const halfLifePercent = 60;
/** A task whose mean pace is less certain than this share of it progresses in leaps. */
const steadyWithin = 0.3;
/** The end of a task that progresses in leaps is estimated after this many. */
const fewestLeaps = 3;
/** A task has stalled when it stands still this many times longer than ever before. */
const stallFactor = 4;
/** A task that stands still for less than this has not stalled. */
const shortestStallMs = 60_000;

/**
 * Estimates the end of a task from its pace; `npm run bench` compares it with simpler estimates.
 *
 * A recent pace counts more while progress is steady, and the remaining time shrinks while it stands still, by at most the longest
 * earlier gap. A task that progresses in leaps needs some of them before they tell anything of its end; then its mean pace counts,
 * and the remaining time does not shrink between two leaps: that nothing happens is no progress.
 * @param samples oldest first
 * @param now ms since the epoch
 * @param lastResponseAt when the last response arrived, ms since the epoch: a task that was not polled has not stalled
 * @returns undefined with fewer than three samples, with too few leaps, at 100 %, or when progress has stalled
 */
export function estimateRemaining(samples: readonly Sample[], now: number, lastResponseAt = now): Estimate | undefined {
  const moves = movesIn(samples);
  const last = moves.at(-1);
  if (!last || moves.length < 3 || last.percent >= 100 || hasHalted(moves, lastResponseAt)) {
    return undefined;
  }
  const pace = paceOf(stepsOf(moves));
  if (pace === undefined) {
    return undefined;
  }
  if (!pace.isSteady) {
    return { remainingMs: (100 - last.percent) * pace.msPerPercent, lateMs: 0 };
  }
  const neededMs = (100 - last.percent) * pace.msPerPercent;
  const stillMs = Math.max(0, now - last.at);
  const longest = longestGap(moves);
  return {
    remainingMs: Math.max(0, neededMs - Math.min(stillMs, longest)),
    lateMs: neededMs <= longest ? Math.max(0, stillMs - neededMs) : 0,
  };
}

/**
 * How fast a task goes on, in percent per ms.
 * @param samples oldest first
 * @returns undefined where {@link estimateRemaining} says nothing
 */
export function estimateSpeed(samples: readonly Sample[], lastResponseAt: number): number | undefined {
  const moves = movesIn(samples);
  const { percent = 100 } = moves.at(-1) ?? {};
  const isKnown = moves.length >= 3 && percent < 100 && !hasHalted(moves, lastResponseAt);
  const pace = isKnown ? paceOf(stepsOf(moves)) : undefined;
  return pace && 1 / pace.msPerPercent;
}

/** When progress was last made, ms since the epoch; undefined without any. @param samples oldest first */
export function lastProgressAt(samples: readonly Sample[]): number | undefined {
  return movesIn(samples).at(-1)?.at;
}

/** How long a percent takes: in steady progress as of late, in leaps on average; undefined after too few leaps. */
function paceOf(steps: readonly Step[]): { readonly isSteady: boolean; readonly msPerPercent: number } | undefined {
  const mean = meanPace(steps, Infinity);
  if (uncertainty(steps, mean) <= steadyWithin) {
    return { isSteady: true, msPerPercent: meanPace(steps, halfLifePercent) };
  }
  return steps.length < fewestLeaps ? undefined : { isSteady: false, msPerPercent: mean };
}

/** How long a percent takes (ms). @param halfLife progress (in percent) over which the weight of an older step halves */
function meanPace(steps: readonly Step[], halfLife: number): number {
  const newest = steps.at(-1)?.to.percent ?? 0;
  let [moved, passedMs] = [0, 0];
  for (const { to, percent, ms } of steps) {
    const weight = 2 ** ((to.percent - newest) / halfLife);
    moved += weight * percent;
    passedMs += weight * ms;
  }
  return passedMs / moved;
}

/** The standard error of a mean pace, as a share of it. */
function uncertainty(steps: readonly Step[], mean: number): number {
  let [squares, passedMs] = [0, 0];
  for (const { percent, ms } of steps) {
    squares += (ms - mean * percent) ** 2;
    passedMs += ms;
  }
  return Math.sqrt(squares) / passedMs;
}

/** From one sample to the next. */
interface Step {
  readonly to: Sample;
  readonly percent: number;
  readonly ms: number;
}

function stepsOf(moves: readonly Sample[]): readonly Step[] {
  return moves.flatMap((to, index) => {
    const from = moves[index - 1];
    return from ? [{ to, percent: to.percent - from.percent, ms: to.at - from.at }] : [];
  });
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
