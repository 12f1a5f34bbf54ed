/**
 * Where the user's eyes are, the best first. `watched`: on something that shows the task, such as the tree or its answer;
 * `focused`: elsewhere in this window; `away`: in another window.
 */
export const presenceLevels = ['visible', 'focused', 'background'] as const;

/** One of {@link presenceLevels}. */
export type PresenceLevel = (typeof presenceLevels)[number];

/** The best of some levels; `away` without any. What is none, such as a newer version's, does not count. */
export function bestPresence(levels: readonly string[]): PresenceLevel {
  return presenceLevels.find((level) => levels.includes(level)) ?? 'background';
}

/** Whether one level is better than another. */
export function isBetter(one: PresenceLevel, other: PresenceLevel): boolean {
  return presenceLevels.indexOf(one) < presenceLevels.indexOf(other);
}
