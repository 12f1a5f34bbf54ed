const aWeekday = '(?<weekday>[A-Z][a-z]{2})';
const aMonth = '(?<month>[A-Z][a-z]{2})';
const aTime = String.raw`(?<time>\d\d:\d\d:\d\d)`;

/** RFC 9110, 5.6.7: IMF-fixdate, and the obsolete forms of RFC 850 and `asctime`. */
const forms = [
  String.raw`${aWeekday}, (?<day>\d\d) ${aMonth} (?<year>\d{4}) ${aTime} GMT`,
  String.raw`${aWeekday}[a-z]{3,6}, (?<day>\d\d)-${aMonth}-(?<year>\d\d) ${aTime} GMT`,
  String.raw`${aWeekday} ${aMonth} (?<day>[ \d]\d) ${aTime} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`));

/**
 * Reads an HTTP date in any of the three forms of RFC 9110, 5.6.7.
 * @param now decides the century of a year in two digits, ms since the epoch
 * @returns ms since the epoch; nothing for anything else, also for a day that is not in the calendar
 */
export function toHttpDate(text: string, now: number): number | undefined {
  const groups = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (!groups) {
    return undefined;
  }
  const { weekday, day = '', month, year = '', time } = groups;
  const date = `${weekday}, ${day.replace(' ', '0')} ${month} ${toYear(year, now)} ${time} GMT`;
  const at = Date.parse(date);
  // `Date.parse` reads 31 February as another day; its text shows that.
  return !Number.isNaN(at) && new Date(at).toUTCString() === date ? at : undefined;
}

/** Two digits are the latest such year that is not more than 50 years ahead. */
function toYear(digits: string, now: number): string {
  const latest = new Date(now).getUTCFullYear() + 50;
  return digits.length === 4 ? digits : String(latest - ((latest - Number(digits)) % 100));
}
