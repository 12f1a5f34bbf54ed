import { plainText } from './plainText';

/**
 * Escapes a text for Markdown, in one line: no emphasis, no link, no icon. `MarkdownString.appendText` would make all spaces
 * non-breaking, so that long sentences wrap in the middle of a word.
 */
export function asMarkdown(text: string): string {
  return (
    plainText(text)
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/\$\([a-z0-9-]+(~[a-z0-9-]*)?\)/gi, '\\$&')
      .replace(/[\\`*_{}[\]()#+.!~<>&|-]/g, '\\$&')
      // Without this a URL would become a link, with the backslashes in its address.
      .replace(/:(?=\/\/)/g, ':\\')
  );
}

/** An icon in Markdown, with a space after it. @param codicon its name */
export function markdownIcon(codicon: string): string {
  return `$(${codicon.replace(/[^a-z0-9~-]/gi, '')}) `;
}
