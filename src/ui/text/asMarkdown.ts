/**
 * A text in one line, so that Markdown shows it as it is: no emphasis, no link, no icon. The editor's own `appendText` makes
 * its spaces unbreakable, and a long sentence is then broken in the middle of a word.
 */
export function asMarkdown(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/\$\([a-z0-9-]+(~[a-z0-9-]*)?\)/gi, '\\$&')
      .replace(/[\\`*_{}[\]()#+.!~<>&|-]/g, '\\$&')
      // What is escaped only within an address would stand there with its backslashes, as a link to nowhere.
      .replace(/:(?=\/\/)/g, ':\\')
  );
}
