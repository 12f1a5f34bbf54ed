import { l10n } from 'vscode';
import type { Sample } from '../../../tasks/trackedTask';
import { percentText } from '../../text/taskText';
import { clockText, clockTextToSecond, dateText } from '../../text/timeText';
import type { Details } from './messages';

const dayMs = 24 * 60 * 60 * 1_000;
/** Below this (ms) the minutes of two times may be equal, or nearly. */
const fewMinutesMs = 10 * 60 * 1_000;
/** Samples within this time (ms) draw no line that says anything. */
const shortestMs = 1_000;

/** Progress over time for the page's chart; `undefined` without two samples some time apart. @param samples oldest first */
export function chartOf(samples: readonly Sample[]): Details['chart'] {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < shortestMs) {
    return undefined;
  }
  const ms = last.at - first.at;
  const time = ms < fewMinutesMs ? clockTextToSecond : ms < dayMs ? clockText : dateText;
  return {
    points: samples.map(({ at, percent }) => [(at - first.at) / ms, Math.min(100, Math.max(0, percent))]),
    from: time(first.at),
    to: time(last.at),
    text: l10n.t(
      'From {0} at {1} to {2} at {3}.',
      percentText(first.percent),
      time(first.at),
      percentText(last.percent),
      time(last.at),
    ),
  };
}
