import { toHttpDate } from '../../http/httpDate';
import type { HttpResponse } from '../../http/request';
import { readWord } from './fields';

/** What has passed since a response names no earlier time than this: no service that can be tracked is older. */
const earliest = Date.UTC(2000, 0, 1);
/** A task may end in the future by an inexact clock, but not further ahead than this. */
const latestAheadMs = 365 * 24 * 3_600_000;

// Go adds the zone's name, and Java its region.
const zone = String.raw`(?<zone>Z|GMT|UTC|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?(?: UTC|\[[\w/+-]{1,40}\])?`;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const forms = [
  // RFC 3339, with a blank or slashes as many services write it.
  String.raw`(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})(?:[T ](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<fraction>[.,]\d+)?)?\s*${zone})?`,
  // ISO 8601's basic form, with and without its T; a date alone has eight digits.
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:T?(?<hour>\d{2})(?<minute>\d{2})(?:(?<second>\d{2})(?<fraction>[.,]?\d{1,6})?)?${zone})?`,
  // RFC 5322, 3.3, of which RFC 1123's is one.
  String.raw`(?:[a-z]{3},? )?(?<day>\d{1,2}) (?<monthName>${months.join('|')}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2}))? ?${zone}`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/** When a response was sent, by the service's own clock where it states it; ms since the epoch. */
export function responseTime({ headers, receivedAt }: HttpResponse): number {
  return toHttpDate(headers['date'] ?? '', receivedAt) ?? receivedAt;
}

/**
 * Reads a time of a service: RFC 3339, ISO 8601's compact form such as `20250901185020`, RFC 5322, or a count of seconds,
 * milliseconds, microseconds or nanoseconds, as number or text. A time without a zone is UTC, as in all documents.
 * @param now when the response was sent, {@link responseTime}
 * @returns ms since the epoch; undefined when the field is absent, no time, or {@link isPlausibleTime} says no
 */
export function readTime(object: Readonly<Record<string, unknown>>, key: string, now: number): number | undefined {
  const text = readWord(object, key);
  return text === undefined ? undefined : parseTime(text, now);
}

/**
 * The time that a text means, as in {@link readTime}.
 * @param zone of a time without one: `Z`, or an offset such as `+08:00`
 */
export function parseTime(text: string, now: number, zone = 'Z'): number | undefined {
  return [fromCount(text), fromForm(text, zone), toHttpDate(text, now)].find(
    (time): time is number => time !== undefined && isPlausibleTime(time, now),
  );
}

/** Whether a service can mean this time: since 2000, and at most a year ahead. @param now ms since the epoch */
export function isPlausibleTime(time: number, now: number): boolean {
  return time >= earliest && time <= now + latestAheadMs;
}

/** The unit follows from the size: each is so much larger than the next that no plausible time fits two. */
function fromCount(text: string): number | undefined {
  // ASP.NET writes milliseconds in `/Date(…)/`.
  const [, digits] = /^(?:\/Date\()?(\d+(?:\.\d+)?)(?:(?:[+-]\d{4})?\)\/)?$/.exec(text) ?? [];
  if (digits === undefined) {
    return undefined;
  }
  const count = Number(digits);
  const units = [1e-3, 1, 1e3, 1e6];
  return units.map((perMs) => Math.round(count / perMs)).find((time) => time >= earliest && time < 10 * earliest);
}

function fromForm(text: string, usualZone: string): number | undefined {
  const groups = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (!groups) {
    return undefined;
  }
  const named = months.indexOf(groups['monthName']?.toLowerCase() ?? '') + 1;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [
    ...['year', 'month', 'day', 'hour', 'minute', 'second'].map((name) =>
      name === 'month' && named > 0 ? named : Number(groups[name] ?? 0),
    ),
  ];
  const date = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC makes another day of 31 February.
  const isInCalendar = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isInCalendar || hour > 23 || minute > 59 || second > 60) {
    return undefined;
  }
  const fraction = Number(`0.${(groups['fraction'] ?? '0').replace(/^[.,]/, '')}`);
  const clock = ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(fraction * 1000);
  return date.getTime() + clock - zoneOffset(groups['zone'] ?? usualZone);
}

/** How far a zone is ahead of UTC, ms. */
function zoneOffset(text: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? [];
  return sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
