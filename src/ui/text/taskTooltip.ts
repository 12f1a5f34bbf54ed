import { l10n, MarkdownString } from 'vscode';
import { failureMessage, quoteFailure } from '../../http/failureMessage';
import { isNotFoundYet, neverFoundForMs } from '../../tasks/taskUpdate';
import type { Stale, TrackedTask } from '../../tasks/trackedTask';
import { localize } from '../shell/localize';
import { asMarkdown } from './asMarkdown';
import { tooltipHeadline } from './tooltipHeadline';
import type { TaskSummary } from './taskSummary';
import { errorText, factText } from './words';
import { clockText, clockTextToSecond, dateText, durationText } from './timeText';

/**
 * The tooltip of a task: its identity, state and times, and why they may be out of date. The editor keeps it while it is
 * open and longer, so that it says clock times. It contains no secret.
 */
export function taskTooltip(
  task: TrackedTask,
  names: { readonly provider: string; readonly connection: string },
  summary: TaskSummary,
  now: number,
): MarkdownString {
  const { progress, state } = task;
  const { blockedBy, stale } = summary;
  const text = new MarkdownString(undefined, true);
  text.appendMarkdown('**').appendMarkdown(asMarkdown(task.name)).appendMarkdown('**\n\n');
  text.appendMarkdown(asMarkdown(tooltipHeadline(task, summary, now, summary.failedBy))).appendMarkdown('\n\n');
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
      ? l10n.t('This task no longer exists on the service. The last response is shown.')
      : l10n.t('The service has no task with this ID.');
    text.appendMarkdown('$(warning) ').appendMarkdown(asMarkdown(sentence)).appendMarkdown('\n\n');
  }
  if (task.isMuted) {
    const sentence = l10n.t('Muted: no notification when it ends.');
    text.appendMarkdown('$(bell-slash) ').appendMarkdown(asMarkdown(sentence)).appendMarkdown('\n\n');
  }
  if (task.isPinned) {
    const sentence = l10n.t('Pinned: it stays in the list when it has finished, until you remove it.');
    text.appendMarkdown('$(pinned) ').appendMarkdown(asMarkdown(sentence)).appendMarkdown('\n\n');
  }
  text.appendMarkdown('---\n\n');
  const facts: [string, string | undefined][] = [
    [l10n.t('Provider'), names.provider],
    [l10n.t('Connection'), names.connection],
    [l10n.t('Task ID'), task.id],
    [l10n.t('Raw status'), progress?.rawState],
    ...(progress?.facts ?? []).map((fact): [string, string] => {
      const { label, value } = factText(fact, localize);
      return [label, value];
    }),
    [l10n.t('Created'), progress?.createdAt === undefined ? undefined : dateText(progress.createdAt)],
    [l10n.t('Ended at'), progress?.endedAt === undefined ? undefined : dateText(progress.endedAt)],
    [l10n.t('Duration'), durationOf(task)],
    [l10n.t('Last response'), task.lastResponseAt === undefined ? undefined : dateText(task.lastResponseAt)],
    blockedBy
      ? [l10n.t('Not polled'), blockedBy.sentence]
      : [
          l10n.t('Next check'),
          task.nextPollAt === undefined ? undefined : clockTextToSecond(Math.max(task.nextPollAt, now)),
        ],
  ];
  for (const [name, value] of facts) {
    if (value !== undefined) {
      text.appendMarkdown(asMarkdown(l10n.t('{0}: {1}', name, value))).appendMarkdown('  \n');
    }
  }
  return text;
}

function notFoundYetText({ failure, since }: Stale): string {
  return l10n.t(
    'The service cannot find this task yet ({0}). It may be too new: polling continues until {1}. Check the task ID and the connection.',
    quoteFailure(failure),
    clockText(since + neverFoundForMs),
  );
}

function durationOf({ progress }: TrackedTask): string | undefined {
  const { createdAt, endedAt } = progress ?? {};
  return createdAt === undefined || endedAt === undefined || endedAt < createdAt
    ? undefined
    : durationText(endedAt - createdAt);
}
