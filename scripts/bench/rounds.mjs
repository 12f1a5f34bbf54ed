// Aggregates several runs of the same measurement.

/** @template Run @param {readonly Run[]} runs @param {(run: Run) => number} value */
export function least(runs, value) {
  return Math.min(...runs.map(value));
}

/** @template Run @param {readonly Run[]} runs @param {(run: Run) => number} value */
export function greatest(runs, value) {
  return Math.max(...runs.map(value));
}

/** @param {readonly number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
