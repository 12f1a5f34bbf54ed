import { message, type Message } from '../../base/message';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const lessLeft = message('less than a minute left');
const lessAgo = message('less than a minute ago');

/** The messages that are long, and what stands for them in a row. A screen reader reads the long ones. */
export const shortTimeMessages: readonly { readonly long: Message; readonly short: Message }[] = [
  { long: lessLeft, short: message('<1 min left') },
  { long: lessAgo, short: message('<1 min ago') },
];

/**
 * A duration in its largest fitting unit, such as "4 min" or "1.5 hours".
 *
 * Not made by `Intl`: these words have the language of the sentence around them, and creating the first `Intl` format takes
 * longer than drawing a page of rows.
 * @param ms milliseconds
 */
export function durationMessage(ms: number): Message {
  if (Math.round(ms / second) < 60) {
    return message('{0} sec', Math.max(1, Math.round(ms / second)));
  }
  if (Math.round(ms / minute) < 60) {
    return message('{0} min', Math.round(ms / minute));
  }
  // For these units a half matters.
  const [hours, days] = [tenths(ms / hour), tenths(ms / day)];
  if (hours < 24) {
    return hours === 1 ? message('1 hour') : message('{0} hours', hours);
  }
  return days === 1 ? message('1 day') : message('{0} days', days);
}

/**
 * The time that is left, such as "4 min left". It counts no seconds, as {@link agoMessage}: a row is drawn again only every
 * half minute.
 * @param ms milliseconds
 */
export function remainingMessage(ms: number, say: (message: Message) => string): Message {
  return Math.round(ms / minute) < 1 ? lessLeft : message('{0} left', say(durationMessage(Math.max(ms, minute))));
}

/** The time since something happened, such as "3 min ago". @param at ms since the epoch @param now ms since the epoch */
export function agoMessage(at: number, now: number): Message {
  const ms = now - at;
  if (ms < minute) {
    return lessAgo;
  }
  if (ms < hour) {
    return message('{0} min ago', Math.floor(ms / minute));
  }
  if (ms < day) {
    return ms < 2 * hour ? message('1 hour ago') : message('{0} hours ago', Math.floor(ms / hour));
  }
  return ms < 2 * day ? message('1 day ago') : message('{0} days ago', Math.floor(ms / day));
}

function tenths(value: number): number {
  return Math.round(10 * value) / 10;
}
