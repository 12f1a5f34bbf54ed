import { messageText } from './messageText';
import { plainText } from './plainText';

/** A text for a place where VS Code draws `$(name)` as an icon: status bar and quick pick. */
export function iconText(text: string): string {
  // One backslash is always VS Code's own, whatever stands before it.
  return plainText(text).replace(/\$\([a-z0-9-]+(~[a-z]+)?\)/gi, '\\$&');
}

/** A text for the prompt or the validation message of an input box, where VS Code makes both icons and links. */
export function promptText(text: string): string {
  return iconText(messageText(text));
}

/** One part of the status-bar item: an icon and a text of any origin. */
export interface StatusBarPart {
  /** Name of the codicon. */
  readonly icon?: string;
  readonly text: string;
  /** The same for a screen reader, where the text is cut or the icon says a part of it. */
  readonly speech?: string;
}

/** The text of the status-bar item. */
export function statusBarText(parts: readonly StatusBarPart[]): string {
  return parts.map(({ icon, text }) => [icon && `$(${icon})`, iconText(text)].filter(Boolean).join(' ')).join('  ');
}

/** The same without icons, for a screen reader. */
export function statusBarSpeech(parts: readonly StatusBarPart[]): string {
  return parts.map(({ text, speech = text }) => plainText(speech)).join(', ');
}
