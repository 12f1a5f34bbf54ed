/**
 * A sentence for users that is not translated yet: English text with `{0}`-style placeholders, and their values. Core
 * code creates messages; the user interface translates them when it shows them.
 */
export interface Message {
  readonly text: string;
  readonly args: readonly (string | number)[];
}

/**
 * Creates a {@link Message}. `text` must be a literal: a test compares every such text with the translations.
 * @param args fill `{0}`, `{1}` and so on
 */
export function message(text: string, ...args: (string | number)[]): Message {
  return { text, args };
}

/** Returns the message in English, for logs and tests. */
export function inEnglish({ text, args }: Message): string {
  return text.replace(/\{(\d+)\}/g, (placeholder, index) => String(args[Number(index)] ?? placeholder));
}
