/**
 * Escapes a text for Markdown, in one line: no emphasis, no link, no icon. The editor's own `appendText` makes spaces
 * unbreakable, so that long sentences break within words.
 */
export function asMarkdown(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/\$\([a-z0-9-]+(~[a-z0-9-]*)?\)/gi, '\\$&')
      .replace(/[\\`*_{}[\]()#+.!~<>&|-]/g, '\\$&')
      // Without this, an address becomes a link that contains the backslashes.
      .replace(/:(?=\/\/)/g, ':\\')
  );
}
