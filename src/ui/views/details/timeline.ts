import { l10n } from 'vscode';
import { isEnded } from '../../../tasks/task';
import type { StateChange, TrackedTask } from '../../../tasks/trackedTask';
import { stateCodicon } from '../../text/stateIcons';
import { stateText, taskStateText } from '../../text/stateText';
import { dateText } from '../../text/timeText';
import { toneOf } from './itemRow';
import type { Details } from './messages';

type Entry = Details['timeline'][number] & { readonly time: number };

/**
 * What happened to a task, oldest first: its creation and its end by the service, when it was tracked, and when responses found
 * it in another state.
 */
export function timelineOf(task: TrackedTask, transitions: readonly StateChange[]): Details['timeline'] {
  const { progress, trackedAt, state } = task;
  const entry = (time: number, text: string, icon: string, tone: Entry['tone'] = 'neutral'): Entry => ({
    ...{ time, at: dateText(time), text, icon, tone },
  });
  const ended = isEnded(state) ? progress?.endedAt : undefined;
  const entries = [
    ...(progress?.createdAt === undefined ? [] : [entry(progress.createdAt, l10n.t('Created'), 'circle-outline')]),
    entry(trackedAt, l10n.t('Tracking started'), 'eye'),
    ...transitions.map(({ at, state: entered }, place) => {
      // The words of the last response are more exact.
      const text = place === transitions.length - 1 && entered === state ? taskStateText(task) : stateText(entered);
      return entry(at, text, stateCodicon(entered), toneOf(entered));
    }),
    ...(ended === undefined ? [] : [entry(ended, l10n.t('Ended at the service'), 'circle-filled')]),
  ];
  return entries.sort((one, other) => one.time - other.time).map(({ time: _time, ...shown }) => shown);
}
