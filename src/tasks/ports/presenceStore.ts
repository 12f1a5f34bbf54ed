import type { PresenceLevel } from '../presence';

/** Where each window says that the user is looking. */
export interface PresenceStore {
  /** Notes this window's level; other windows trust it until `until`, ms since the epoch. */
  note(level: PresenceLevel, now: number, until: number): void;
  /** The best level of all windows at `now`. */
  best(now: number): PresenceLevel;
}
