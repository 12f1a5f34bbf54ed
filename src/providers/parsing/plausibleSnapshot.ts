import { omitUndefined } from '../../base/omitUndefined';
import type { Snapshot } from '../../tasks/task';
import { isPlausibleTime } from './time';
import { toWord } from '../../base/word';
import { webAddress } from './url';

/**
 * A snapshot from another extension without what cannot be: times outside of {@link isPlausibleTime}, negative counts, a
 * percentage below 0 or above 100, blanks around the status, and links that no browser opens: the editor would hand others to the
 * program that the operating system has for them.
 * @param now when the response was sent, ms since the epoch
 */
export function plausibleSnapshot<T extends Snapshot>(snapshot: T, now: number): T {
  const { createdAt, endedAt, percent, completed, failed, total, link, items, ...rest } = snapshot;
  const time = (at: number | undefined): number | undefined =>
    at !== undefined && isPlausibleTime(at, now) ? at : undefined;
  const count = (value: number | undefined): number | undefined =>
    value !== undefined && value >= 0 ? value : undefined;
  return {
    ...rest,
    rawState: toWord(snapshot.rawState),
    items: items.map(({ link: ofItem, ...item }) => ({ ...item, ...omitUndefined({ link: webAddress(ofItem) }) })),
    ...omitUndefined({
      createdAt: time(createdAt),
      endedAt: time(endedAt),
      percent: percent !== undefined && percent >= 0 ? Math.min(percent, 100) : undefined,
      completed: count(completed),
      failed: count(failed),
      total: count(total),
      link: webAddress(link),
    }),
  } as unknown as T;
}
