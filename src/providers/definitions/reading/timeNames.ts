import { membersOf } from '../../../base/members';
import type { Placed } from '../expressions/expression';
import { toLine } from './values';

/** Verbs of a task's beginning and end, the best first. */
const begunVerbs = [
  'creat(?:ed|e|ion)|insert(?:ed)?',
  'submit(?:ted)?|submission',
  'enqueued?|queued?|accepted|received|requested',
  'beg[aiu]n|start(?:ed)?|launch(?:ed)?|initiated|triggered|dispatched|(?:running|active)?since',
];
const endedVerbs = [
  'complet(?:ed|e|ion)',
  'end(?:ed)?|finish(?:ed)?|done',
  'succeeded',
  'stop(?:ped)?|terminat(?:ed|ion)|closed?',
  'executed',
];
/** What may stand around such a verb: whose time it is, that it is one, and its unit. */
const before =
  '(?:task|job|run|build|execution|process(?:ing)?|training|pipeline|workflow|operation|batch|upload|date|time|t){0,2}';
const after =
  '(?:date|time|stamp|at|on|in|utc|gmt|iso|epoch|unix|ts|ms|us|usecs?|millis|milliseconds|s|secs|seconds){0,4}';
const toForms = (verbs: readonly string[]): readonly RegExp[] =>
  verbs.map((verb) => new RegExp(`^${before}(?:${verb})${after}$`));
/** Names of these times, the best first, in the form in which names are compared. */
export const timeForms = { createdAt: [...toForms(begunVerbs), /^timestamp$/], endedAt: toForms(endedVerbs) };
/** Names of a time within an object, as in `{ "date-started": { "unixtime": 1, "date": "…" } }`. */
export const innerTimes: readonly string[] = [
  ...[
    'unixtime',
    'epoch',
    'date',
    '$date',
    'time',
    'datetime',
    'timestamp',
    'iso',
    'utc',
    'value',
    'seconds',
    'number',
  ],
];

/** Whether a name is that of a time at which a task began or ended. */
export function isTimeName(name: string): boolean {
  return [...timeForms.createdAt, ...timeForms.endedAt].some((form) => form.test(name));
}

/** Objects beside a state that hold times of the task. */
const timeHolders = /^(timing|timings|times|timeline|timestamps?|dates|statistics|stats)$/;
/** These may be the end of a range that the task is about. */
const rangeEnd = /^end(date)?$/;

/** The texts that may say when a task ended, the best first. @param places the objects beside the state, then the task */
export function* usualEnds(places: readonly Placed[]): Generator<string> {
  const named = places
    .flatMap(({ value }) => [value, ...membersOf(value).matching(timeHolders)])
    .flatMap((value) => [...membersOf(value).entries()])
    .filter(([name]) => isTimeName(name) && !rangeEnd.test(name));
  for (const form of timeForms.endedAt) {
    for (const [, member] of named.filter(([name]) => form.test(name))) {
      const text = toLine(membersOf(member).find(...innerTimes) ?? member);
      if (text !== undefined) {
        yield text;
      }
    }
  }
}
