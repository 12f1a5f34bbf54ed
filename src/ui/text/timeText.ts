import { env, l10n } from 'vscode';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in its largest fitting unit, such as "4 min". @param ms milliseconds */
export function durationText(ms: number): string {
  const [unit, length] = unitOf(ms);
  // Below ten a half hour or day still matters.
  const digits = unit === 'hour' || unit === 'day' ? 1 : 0;
  return durationFormat(unit, digits).format(Math.max(ms / length, unit === 'second' ? 1 : 0));
}

/** How long ago something was, such as "3 min. ago". @param at ms since the epoch @param now ms since the epoch */
export function agoText(at: number, now: number): string {
  const ms = Math.max(0, now - at);
  if (ms < 5_000) {
    return l10n.t('just now');
  }
  const [unit, length] = unitOf(ms);
  return agoFormat().format(-Math.floor(ms / length), unit);
}

/** The time of a day as people write it here. @param at ms since the epoch */
export function clockText(at: number): string {
  return clockFormat().format(at);
}

/** A date and time as people write it here. @param at ms since the epoch */
export function dateText(at: number): string {
  return dateFormat().format(at);
}

// To make a format takes far longer than to use it, and every row of the tree uses one.
const durationFormat = kept(
  (unit: string, maximumFractionDigits: number) =>
    new Intl.NumberFormat(env.language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }),
);
const agoFormat = kept(() => new Intl.RelativeTimeFormat(env.language, { numeric: 'auto', style: 'short' }));
const clockFormat = kept(() => new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }));
const dateFormat = kept(() => new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'medium' }));

/** The same function, which makes each of its results once. */
function kept<A extends readonly (string | number)[], T>(make: (...parameters: A) => T): (...parameters: A) => T {
  const made = new Map<string, T>();
  return (...parameters) => {
    const key = parameters.join();
    const value = made.get(key) ?? make(...parameters);
    made.set(key, value);
    return value;
  };
}

/** The largest unit that fits into a length of time, and its own length, ms. */
function unitOf(ms: number): readonly ['second' | 'minute' | 'hour' | 'day', number] {
  if (ms < minute) {
    return ['second', 1000];
  }
  if (ms < hour) {
    return ['minute', minute];
  }
  return ms < day ? ['hour', hour] : ['day', day];
}
