/** Characters that are invisible or change the direction of what follows; emoji and some scripts need the two joiners. */
const invisible = /(?![\u200c\u200d])\p{Cf}/gu;

/** Control characters, and separators that break a line. */
const control = /\r\n|[\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * The text of a service or a user as one line without control, bidirectional or invisible characters. Texts that are shown
 * pass through it at the border to VS Code: `messageText`, `iconText`, `asMarkdown`, `plainRow`, `documentText`; a terminal takes it as it is.
 */
export function plainText(text: string): string {
  return text.toWellFormed().replace(control, ' ').replace(invisible, '');
}
