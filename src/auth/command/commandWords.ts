/**
 * The words of a command line that needs no shell: plain words, and texts in quotes, which are taken as they are.
 * @returns undefined when something in it is the shell's: a variable, a pipe, a wildcard, or a quote that does not end
 */
export function toCommandWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const [word = ''] = /^(?:"[^"\\$`]*"|'[^']*'|[\w@%+=:,./-])+(?=\s|$)/.exec(rest) ?? [];
    if (word === '') {
      return undefined;
    }
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''));
    rest = rest.slice(word.length).trimStart();
  }
  const [program = ''] = words;
  // `NAME=value program` sets a variable.
  return program === '' || /^\w+=/.test(line.trim()) ? undefined : words;
}
