import { l10n, MarkdownString } from 'vscode';
import { failureMessage } from '../../http/failureMessage';
import { isEnded } from '../../tasks/task';
import type { Sample, TrackedTask } from '../../tasks/trackedTask';
import { localize } from '../shell/localize';
import { asMarkdown } from './asMarkdown';
import type { ConnectionStatusText } from './connectionStatusText';
import { stateText } from './stateText';
import { progressParts } from './taskText';
import { agoText, clockTextToSecond, dateText, durationText } from './timeText';

/**
 * All that a list has no room for: a task's identity, state, times, and why it may be out of date. Holds no secret.
 * @param polling its progress over time, oldest first; or what keeps it from being polled
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
  const known = progress || isEnded(state) ? [stateText(state)] : [];
  const parts = progressParts(task, 'samples' in polling ? polling.samples : [], now);
  const headline = [
    ...known,
    ...parts.filter((part) => part !== stateText(state)),
    ...(blockedBy ? [blockedBy.label] : []),
  ];
  text.appendMarkdown(asMarkdown(headline.join(' · '))).appendMarkdown('\n\n');
  if (progress?.error) {
    const { code, message } = progress.error;
    text
      .appendMarkdown('$(error) ')
      .appendMarkdown(asMarkdown(code ? `${message} (${code})` : message))
      .appendMarkdown('\n\n');
  }
  if (stale) {
    text
      .appendMarkdown('$(warning) ')
      .appendMarkdown(asMarkdown(localize(failureMessage(stale.failure))))
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

function tookText({ progress }: TrackedTask): string | undefined {
  const { createdAt, endedAt } = progress ?? {};
  return createdAt === undefined || endedAt === undefined ? undefined : durationText(endedAt - createdAt);
}
