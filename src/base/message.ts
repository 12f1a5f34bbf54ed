/**
 * A sentence for people that is not yet in their language: English text with `{0}`-style places, and what goes there.
 * Core code makes messages; the user interface translates them when it shows them.
 */
export interface Message {
  readonly text: string;
  readonly args: readonly (string | number)[];
}

/**
 * Makes a {@link Message}. `text` must be a literal: a test compares every such text with the translations.
 * @param args fill `{0}`, `{1}` and so on
 */
export function message(text: string, ...args: (string | number)[]): Message {
  return { text, args };
}

/** The message in English, for logs and tests. */
export function inEnglish({ text, args }: Message): string {
  return text.replace(/\{(\d+)\}/g, (place, index) => String(args[Number(index)] ?? place));
}
