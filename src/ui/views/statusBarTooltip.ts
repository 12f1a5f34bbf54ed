import { l10n, MarkdownString } from 'vscode';
import { statesUnderWay } from '../../tasks/task';
import { asMarkdown, markdownIcon } from '../text/asMarkdown';
import type { ConnectionStatusText } from '../text/connectionStatusText';
import { stillIcon, taskSummary, type SummaryDeps } from '../text/taskSummary';
import { tooltipHeadline } from '../text/tooltipHeadline';

/** A connection that is not polled as usual. */
export interface BlockedConnection extends ConnectionStatusText {
  readonly connection: string;
  readonly name: string;
}

/** Names up to this many tasks that failed, and as many that are under way. */
const tooltipLength = 10;

/**
 * Makes the tooltip of the status-bar item: the connections that are not polled and why, and the tasks. It stays on the
 * screen and is not made again as time passes, so that it says clock times.
 * @param hint says what a click does
 */
export function statusBarTooltip(
  deps: SummaryDeps,
  blocked: readonly BlockedConnection[],
  hint: string,
): MarkdownString {
  const { store, clock } = deps;
  const text = new MarkdownString(undefined, true);
  for (const { codicon, name, label, sentence } of blocked) {
    text
      .appendMarkdown(markdownIcon(codicon))
      .appendMarkdown(asMarkdown(l10n.t('{0}: {1}', name, label)))
      .appendMarkdown('  \n')
      .appendMarkdown(asMarkdown(sentence))
      .appendMarkdown('\n\n');
  }
  const failed = store.tasks.page({ isUnseen: true, order: 'activity', limit: tooltipLength });
  const underWay = store.tasks.page({ states: statesUnderWay, order: 'activity', limit: tooltipLength });
  for (const task of [...failed, ...underWay]) {
    const summary = taskSummary(deps, task);
    text
      .appendMarkdown(markdownIcon(stillIcon(summary).id))
      .appendMarkdown(asMarkdown(task.name))
      .appendMarkdown(' &nbsp;')
      .appendMarkdown(asMarkdown(tooltipHeadline(task, summary, clock.now())))
      .appendMarkdown('\n\n');
  }
  const all = store.tasks
    .counts()
    .reduce((sum, { state, count, unseen }) => sum + (statesUnderWay.includes(state) ? count : unseen), 0);
  const others = all - failed.length - underWay.length;
  if (others > 0) {
    text.appendMarkdown(asMarkdown(l10n.t('and {0} more', others))).appendMarkdown('\n\n');
  }
  return text.appendMarkdown(asMarkdown(hint));
}
