/** `done` of `total` as 0–100; nothing when either is unknown or there is nothing to do. */
export function toPercent(done: number | undefined, total: number | undefined): number | undefined {
  return done === undefined || total === undefined || total <= 0 ? undefined : clampPercent((done / total) * 100);
}

/** The nearest value from 0 to 100. */
export function clampPercent(value: number): number {
  return Math.min(Math.max(value, 0), 100);
}
