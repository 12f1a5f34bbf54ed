/** How near, as a part of its age, an earlier task's end counts as an end at this age. */
const width = 0.2;
/** What is known without any experience weighs as much as one earlier task. */
const doubt = 1;
/** However sure the earlier tasks are, the pause is stretched or shortened by no more than these factors. */
const bounds = { least: 0.4, most: 4 };

/**
 * How much longer than usual a task can be left alone, by how long earlier tasks of the same kind took: above 1 while
 * few of them had ended at this age, below 1 around the age at which they did. 1 when there were none.
 *
 * The rate of ends at this age comes from the earlier tasks that lasted as long, on a logarithmic scale; without them
 * one task in e is taken to outlive each growth of its age by e. Questions are best asked at the square root of it.
 * @param earlier how long each took, ms
 * @param age ms
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
