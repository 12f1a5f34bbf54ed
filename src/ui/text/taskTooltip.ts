import { l10n, MarkdownString } from 'vscode';
import type { TrackedTask } from '../../tasks/trackedTask';
import { asMarkdown, markdownIcon } from './asMarkdown';
import { taskFacts, type TaskFact } from './taskFacts';
import { taskProblems } from './taskProblems';
import type { TaskSummary } from './taskSummary';
import { clockTextToSecond } from './timeText';
import { tooltipHeadline } from './tooltipHeadline';

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
  const text = new MarkdownString(undefined, true);
  text.appendMarkdown('**').appendMarkdown(asMarkdown(task.name)).appendMarkdown('**\n\n');
  text.appendMarkdown(asMarkdown(tooltipHeadline(task, summary, now, summary.failedBy))).appendMarkdown('\n\n');
  for (const { kind, text: sentence } of taskProblems(task, summary)) {
    text
      .appendMarkdown(markdownIcon(kind === 'failed' ? 'error' : 'warning'))
      .appendMarkdown(asMarkdown(sentence))
      .appendMarkdown('\n\n');
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
  for (const { label, value } of [...taskFacts(task, names), ...nextCheck(task, summary, now)]) {
    text.appendMarkdown(asMarkdown(l10n.t('{0}: {1}', label, value))).appendMarkdown('  \n');
  }
  return text;
}

function nextCheck({ nextPollAt }: TrackedTask, { blockedBy }: TaskSummary, now: number): readonly TaskFact[] {
  if (blockedBy) {
    return [{ label: l10n.t('Not polled'), value: blockedBy.sentence }];
  }
  return nextPollAt === undefined
    ? []
    : [{ label: l10n.t('Next check'), value: clockTextToSecond(Math.max(nextPollAt, now)) }];
}
