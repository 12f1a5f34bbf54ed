import { l10n, MarkdownString } from 'vscode';
import { credentialLabels } from '../../auth/credentialLabels';
import type { Connection } from '../../connections/connection';
import type { Provider } from '../../providers/provider';
import { localizeText } from '../shell/localize';
import { asMarkdown } from './asMarkdown';
import { connectionFacts } from './connectionFacts';

/**
 * The tooltip of a connection. It holds no secret.
 * @param provider its provider, if it is installed
 * @param reason a sentence that says why its tasks are not polled
 */
export function connectionTooltip(
  connection: Connection,
  provider: Provider | undefined,
  reason: string | undefined,
): MarkdownString {
  const text = new MarkdownString(undefined, true);
  text.appendMarkdown('**').appendMarkdown(asMarkdown(connection.name)).appendMarkdown('**\n\n');
  if (reason) {
    text.appendMarkdown('$(warning) ').appendMarkdown(asMarkdown(reason)).appendMarkdown('\n\n');
  }
  const facts = connectionFacts(connection, provider).map(({ label, value }) =>
    l10n.t('{0}: {1}', localizeText(label), value),
  );
  const signIn = l10n.t('{0}: {1}', l10n.t('Authentication'), localizeText(credentialLabels[connection.credentials]));
  for (const fact of [...facts, signIn]) {
    text.appendMarkdown(asMarkdown(fact)).appendMarkdown('  \n');
  }
  return text;
}
