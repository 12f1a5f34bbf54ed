/** A part of a word that the shell puts in: the value of the variable of this name. */
export interface ShellVariable {
  readonly variable: string;
}

/** A part of a word that the shell puts in: what this command prints. */
export interface ShellOutput {
  readonly command: string;
}

/** Texts that stay as they are, and what the shell puts in between. */
export type ShellPart = string | ShellVariable | ShellOutput;

/**
 * One word of a POSIX shell's command line (POSIX.1-2024, XCU 2.2). Texts stand in single quotes, where nothing has a
 * meaning; what the shell puts in stands in double quotes, so that it stays one word.
 * @throws Error for a zero byte, which no command line can carry
 */
export function toShellWord(...parts: readonly ShellPart[]): string {
  const texts = parts.map((part) => (typeof part === 'string' ? quote(part) : expansion(part)));
  return texts.join('') || "''";
}

function quote(text: string): string {
  if (text.includes('\0')) {
    throw new Error('A command line cannot carry a zero byte.');
  }
  // A single quote cannot stand inside of single quotes: they end, it comes escaped, and they begin anew.
  return text === '' ? '' : `'${text.replaceAll("'", "'\\''")}'`;
}

function expansion(part: ShellVariable | ShellOutput): string {
  return 'variable' in part ? `"$${part.variable}"` : `"$(${part.command})"`;
}
