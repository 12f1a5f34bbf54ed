import { l10n, MarkdownString } from 'vscode';
import type { Item } from '../../tasks/task';
import { asMarkdown } from './asMarkdown';
import { itemStateText } from './stateText';

/** The tooltip of one file of a task. */
export function itemTooltip(item: Item): MarkdownString {
  const text = new MarkdownString(undefined, true);
  for (const [name, value] of [
    [l10n.t('Status'), itemStateText(item)],
    [l10n.t('Source'), item.source],
    [l10n.t('Target'), item.target],
    [l10n.t('Link'), item.link],
    [l10n.t('Reason'), item.reason],
  ]) {
    if (name && value) {
      text.appendMarkdown(asMarkdown(l10n.t('{0}: {1}', name, value))).appendMarkdown('  \n');
    }
  }
  return text;
}
