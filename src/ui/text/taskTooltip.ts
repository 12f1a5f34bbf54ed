import { l10n, MarkdownString } from 'vscode';
import { failureMessage } from '../../http/failureMessage';
import { isEnded } from '../../tasks/task';
import type { Sample, TrackedTask } from '../../tasks/trackedTask';
import { localize } from '../shell/localize';
import { asMarkdown } from './asMarkdown';
import { stateText } from './stateText';
import { progressParts } from './taskText';
import { agoText, dateText, durationText } from './timeText';

/**
 * All that a list has no room for: a task's identity, state, times and troubles. Holds no secret.
 * @param followed how far it was, oldest first; or that the user has paused polling, so that nothing is foretold
 */
export function taskTooltip(
  task: TrackedTask,
  names: { readonly provider: string; readonly connection: string },
  followed: readonly Sample[] | 'stopped',
  now: number,
): MarkdownString {
  const { progress, state, stale } = task;
  const text = new MarkdownString(undefined, true);
  text.appendMarkdown('**').appendMarkdown(asMarkdown(task.name)).appendMarkdown('**\n\n');
  const isPollingBlocked = followed === 'stopped' && !isEnded(state);
  const known = progress || isEnded(state) ? [stateText(state)] : [];
  const parts = progressParts(task, followed === 'stopped' ? [] : followed, now);
  const paused = isPollingBlocked ? [l10n.t('polling paused')] : [];
  const headline = [...known, ...parts.filter((part) => part !== stateText(state)), ...paused];
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
    [
      l10n.t('Asked again in'),
      task.nextPollAt === undefined || isPollingBlocked ? undefined : durationText(task.nextPollAt - now),
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
