/** A part of a word that the shell expands: the value of the variable with this name. */
export interface ShellVariable {
  readonly variable: string;
}

/** A part of a word that the shell expands: the output of this command. */
export interface ShellOutput {
  readonly command: string;
}

/** A literal text, or a part that the shell expands. */
export type ShellPart = string | ShellVariable | ShellOutput;

/**
 * One word of a POSIX shell's command line (POSIX.1-2024, XCU 2.2). Texts are in single quotes, where no character is
 * special. Expansions are in double quotes, so that they stay one word.
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
  // Single quotes cannot contain a single quote: they are closed, it is escaped, and they are opened again.
  return text === '' ? '' : `'${text.replaceAll("'", "'\\''")}'`;
}

function expansion(part: ShellVariable | ShellOutput): string {
  return 'variable' in part ? `"$${part.variable}"` : `"$(${part.command})"`;
}
