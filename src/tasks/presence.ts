/**
 * Where the user looks, the best level first. `visible`: the tree, details or a response are in sight; `focused`: the window is
 * focused; `background`: neither.
 */
export const presenceLevels = ['visible', 'focused', 'background'] as const;

/** One of {@link presenceLevels}. */
export type PresenceLevel = (typeof presenceLevels)[number];

/** Returns the best of some levels, `background` without any. Ignores unknown levels, such as a newer version's. */
export function bestPresence(levels: readonly string[]): PresenceLevel {
  return presenceLevels.find((level) => levels.includes(level)) ?? 'background';
}

/** Whether one level is better than another. */
export function isBetter(one: PresenceLevel, other: PresenceLevel): boolean {
  return presenceLevels.indexOf(one) < presenceLevels.indexOf(other);
}
