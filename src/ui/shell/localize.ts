import { l10n } from 'vscode';
import type { Message } from '../../base/message';

/** A message of the core in the user's language. */
export function localize({ text, args }: Message): string {
  return l10n.t(text, ...args);
}

/** A text that a provider or a kind of credentials states in English, in the user's language. */
export function localizeText(text: string): string {
  return l10n.t(text);
}
