/** How close to this age, as a part of it, an earlier task's end counts as an end at this age. */
const width = 0.2;
/** Weight of the prior, in earlier tasks. */
const doubt = 1;
/** Bounds of the factor, however clear the history is. */
const bounds = { least: 0.4, most: 4 };

/**
 * Scales the polling interval by how long earlier tasks of the same connection took: above 1 at ages that few of them
 * ended at, below 1 around the age at which they did, 1 without history.
 *
 * The hazard rate at this age is estimated from the earlier tasks that lasted as long, on a logarithmic scale. With no
 * history, it is 1/age. The best polling interval is proportional to 1/√(hazard rate).
 * @param earlier how long each took (ms)
 * @param age (ms)
 */
export function intervalFactor(earlier: readonly number[], age: number): number {
  let [ending, alive] = [doubt, doubt];
  for (const duration of earlier) {
    // A logistic curve around the age at which that task ended.
    const ended = 1 / (1 + (Math.max(duration, 1) / Math.max(age, 1)) ** (1 / width));
    ending += (ended * (1 - ended)) / width;
    alive += 1 - ended;
  }
  return Math.min(Math.max(Math.sqrt(alive / ending), bounds.least), bounds.most);
}
