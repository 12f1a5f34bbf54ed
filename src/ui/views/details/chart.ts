import { l10n } from 'vscode';
import type { Sample } from '../../../tasks/trackedTask';
import { percentText } from '../../text/taskText';
import { clockText, dateText } from '../../text/timeText';
import type { Details } from './messages';

const dayMs = 24 * 60 * 60 * 1_000;

/** Progress over time for the page's chart; `undefined` with fewer than two samples. @param samples oldest first */
export function chartOf(samples: readonly Sample[]): Details['chart'] {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at <= first.at) {
    return undefined;
  }
  const time = last.at - first.at < dayMs ? clockText : dateText;
  return {
    points: samples.map(({ at, percent }) => [
      (at - first.at) / (last.at - first.at),
      Math.min(100, Math.max(0, percent)),
    ]),
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
