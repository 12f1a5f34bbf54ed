import type { PresenceLevel } from '../presence';

/** The presence of the user in each window. */
export interface PresenceStore {
  /** Stores this window's level, which is valid until `until`, ms since the epoch. */
  note(level: PresenceLevel, now: number, until: number): void;
  /** The best level of all windows at `now`. */
  best(now: number): PresenceLevel;
}
