/**
 * Where the user's eyes are, the best first. `watched`: on something that shows the task, such as the tree or its answer;
 * `focused`: elsewhere in this window; `away`: in another window.
 */
export const attentionLevels = ['watched', 'focused', 'away'] as const;

/** One of {@link attentionLevels}. */
export type Attention = (typeof attentionLevels)[number];

/** The best of some levels; `away` without any. What is none, such as a newer version's, does not count. */
export function bestAttention(levels: readonly string[]): Attention {
  return attentionLevels.find((level) => levels.includes(level)) ?? 'away';
}

/** Whether one level is better than another. */
export function isBetter(one: Attention, other: Attention): boolean {
  return attentionLevels.indexOf(one) < attentionLevels.indexOf(other);
}
