import { l10n, MarkdownString } from 'vscode';
import { credentialKindInfo } from '../../auth/credentialKinds';
import type { Connection } from '../../connections/connection';
import { localizeText } from '../shell/localize';
import { asMarkdown } from './asMarkdown';

/**
 * What is known of a connection; nothing of it is secret.
 * @param trouble why its tasks are not being asked for, a sentence
 */
export function connectionTooltip(connection: Connection, trouble: string | undefined): MarkdownString {
  const text = new MarkdownString(undefined, true);
  text.appendMarkdown('**').appendMarkdown(asMarkdown(connection.name)).appendMarkdown('**\n\n');
  if (trouble) {
    text.appendMarkdown('$(warning) ').appendMarkdown(asMarkdown(trouble)).appendMarkdown('\n\n');
  }
  const facts = [
    [l10n.t('Region'), connection.region],
    [l10n.t('Endpoint'), connection.endpoint],
    [l10n.t('Project ID'), connection.projectId],
    [l10n.t('Shop'), connection.shop],
    [l10n.t('User ID'), connection.userId],
    [l10n.t('Sign-in'), localizeText(credentialKindInfo(connection.credentials).label)],
  ];
  for (const [name, value] of facts) {
    if (name && value) {
      text.appendMarkdown(asMarkdown(`${name}: ${value}`)).appendMarkdown('  \n');
    }
  }
  return text;
}
