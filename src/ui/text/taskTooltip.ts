import { l10n, MarkdownString } from 'vscode';
import { failureMessage, quoteFailure } from '../../http/failureMessage';
import { isEnded } from '../../tasks/task';
import { isNotFoundYet, neverFoundForMs } from '../../tasks/taskUpdate';
import type { Sample, Stale, TrackedTask } from '../../tasks/trackedTask';
import { localize } from '../shell/localize';
import { asMarkdown } from './asMarkdown';
import type { ConnectionStatusText } from './connectionStatusText';
import { taskStateText } from './stateText';
import { progressParts } from './taskText';
import { errorText, factText } from './words';
import { agoText, clockText, clockTextToSecond, dateText, durationText } from './timeText';

/**
 * The tooltip of a task: its identity, state and times, and why they may be out of date. It contains no secret.
 * @param polling samples, oldest first; or why the task is not polled
 */
export function taskTooltip(
  task: TrackedTask,
  names: { readonly provider: string; readonly connection: string },
  polling: { readonly samples: readonly Sample[] } | { readonly blockedBy: ConnectionStatusText },
  now: number,
): MarkdownString {
  const { progress, state, stale } = task;
  const text = new MarkdownString(undefined, true);
  text.appendMarkdown('**').appendMarkdown(asMarkdown(task.name)).appendMarkdown('**\n\n');
  const blockedBy = 'blockedBy' in polling && !isEnded(state) ? polling.blockedBy : undefined;
  const known = progress || isEnded(state) ? [taskStateText(task)] : [];
  const parts = progressParts(task, 'samples' in polling ? polling.samples : [], now);
  const headline = [
    ...known,
    ...parts.filter((part) => !known.includes(part)),
    ...(blockedBy ? [blockedBy.label] : []),
  ];
  text.appendMarkdown(asMarkdown(headline.join(' · '))).appendMarkdown('\n\n');
  if (progress?.error) {
    text
      .appendMarkdown('$(error) ')
      .appendMarkdown(asMarkdown(errorText(progress.error, localize)))
      .appendMarkdown('\n\n');
  }
  if (stale) {
    text
      .appendMarkdown('$(warning) ')
      .appendMarkdown(
        asMarkdown(isNotFoundYet(task) ? notFoundYetText(stale) : localize(failureMessage(stale.failure))),
      )
      .appendMarkdown('\n\n');
  }
  if (state === 'expired') {
    const sentence = progress
      ? l10n.t('The service no longer knows this task. This is what it said last.')
      : l10n.t('The service does not know a task with this ID.');
    text.appendMarkdown('$(warning) ').appendMarkdown(asMarkdown(sentence)).appendMarkdown('\n\n');
  }
  text.appendMarkdown('---\n\n');
  const facts: [string, string | undefined][] = [
    [l10n.t('Provider'), names.provider],
    [l10n.t('Connection'), names.connection],
    [l10n.t('Task ID'), task.id],
    [l10n.t('Status sent'), progress?.rawState],
    ...(progress?.facts ?? []).map((fact): [string, string] => {
      const { label, value } = factText(fact, localize);
      return [label, value];
    }),
    [l10n.t('Created'), progress?.createdAt === undefined ? undefined : dateText(progress.createdAt)],
    [l10n.t('Ended'), progress?.endedAt === undefined ? undefined : dateText(progress.endedAt)],
    [l10n.t('Took'), tookText(task)],
    [l10n.t('Last answer'), task.lastResponseAt === undefined ? undefined : agoText(task.lastResponseAt, now)],
    blockedBy
      ? [l10n.t('Not polled'), blockedBy.sentence]
      : [
          l10n.t('Next check'),
          task.nextPollAt === undefined ? undefined : clockTextToSecond(Math.max(task.nextPollAt, now)),
        ],
  ];
  for (const [name, value] of facts) {
    if (value !== undefined) {
      text.appendMarkdown(asMarkdown(`${name}: ${value}`)).appendMarkdown('  \n');
    }
  }
  return text;
}

function notFoundYetText({ failure, since }: Stale): string {
  return l10n.t(
    'The service does not know this task yet ({0}). It may be too new; it is polled until {1}. Check its ID and the connection.',
    quoteFailure(failure),
    clockText(since + neverFoundForMs),
  );
}

function tookText({ progress }: TrackedTask): string | undefined {
  const { createdAt, endedAt } = progress ?? {};
  return createdAt === undefined || endedAt === undefined || endedAt < createdAt
    ? undefined
    : durationText(endedAt - createdAt);
}
