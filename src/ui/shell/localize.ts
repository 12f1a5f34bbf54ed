import { l10n } from 'vscode';
import type { Message } from '../../base/message';

/** Translates a message of the core. */
export function localize({ text, args }: Message): string {
  return l10n.t(text, ...args);
}

/** Translates an English text of a provider or a kind of credentials. */
export function localizeText(text: string): string {
  return l10n.t(text);
}
