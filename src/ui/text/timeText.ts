import { env } from 'vscode';
import { localize } from '../shell/localize';
import { agoMessage, durationMessage, remainingMessage, shortTimeMessages } from './timeMessages';

/** A duration in its largest fitting unit, such as "4 min". @param ms milliseconds */
export function durationText(ms: number): string {
  return localize(durationMessage(ms));
}

/** The time that is left, such as "4 min left". @param ms milliseconds */
export function remainingText(ms: number): string {
  return localize(remainingMessage(ms, localize));
}

/** The time since something happened, such as "3 min ago". @param at ms since the epoch @param now ms since the epoch */
export function agoText(at: number, now: number): string {
  return localize(agoMessage(at, now));
}

/** The same time in few letters, where a row has no room for more: "<1 min left". Any other text stays as it is. */
export function shortTimeText(text: string): string {
  shortTimes ??= new Map(shortTimeMessages.map(({ long, short }) => [localize(long), localize(short)]));
  return shortTimes.get(text) ?? text;
}

/** In the editor's language, which stays. */
let shortTimes: ReadonlyMap<string, string> | undefined;

/** The time of day in the user's format. @param at ms since the epoch */
export function clockText(at: number): string {
  return new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(at);
}

/** The time of day with seconds. @param at ms since the epoch */
export function clockTextToSecond(at: number): string {
  return new Intl.DateTimeFormat(env.language, { timeStyle: 'medium' }).format(at);
}

/** Date and time in the user's format. @param at ms since the epoch */
export function dateText(at: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}
