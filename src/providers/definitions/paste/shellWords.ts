/** A word of a command line. */
export interface ShellWord {
  readonly text: string;
  /** The names of variables that stand in it, as `$NAME`. */
  readonly variables: readonly string[];
}

const variable = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0', a: '\u0007', e: '\u001b' };

/**
 * Splits a command line as a POSIX shell does (POSIX.1-2024, XCU 2.2), with Bash's `$'…'`. What a line was continued with (a
 * backslash, a caret, a backtick) separates words, since a box of one line makes blanks of line breaks. Browsers escape for
 * Windows with a caret before each special character; these are taken away first.
 */
export function toShellWords(commandLine: string): readonly ShellWord[] {
  const text = (/\^"/.test(commandLine) ? commandLine.replace(/\^([^])/g, '$1') : commandLine).replace(
    /(?<=\s)[\\^`](?=\s|$)/g,
    ' ',
  );
  const words: ShellWord[] = [];
  let word = '';
  let variables: string[] = [];
  let isOpen = false;
  const end = (): void => {
    if (isOpen) {
      words.push({ text: word, variables });
    }
    [word, variables, isOpen] = ['', [], false];
  };
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const [whole, value] = nextPart(rest);
    if (whole === undefined) {
      end();
      at += 1;
      continue;
    }
    const name = value === undefined ? variable.exec(whole) : undefined;
    isOpen = true;
    word += value ?? whole;
    if (name) {
      variables.push(name[1] ?? name[2] ?? '');
    } else if (whole.startsWith('"')) {
      variables.push(
        ...[...whole.matchAll(/(?<!\\)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map(([, a, b]) => a ?? b ?? ''),
      );
    }
    at += whole.length;
  }
  end();
  return words;
}

/** What stands at the beginning of a text, and its value where that differs; undefined for a blank. */
function nextPart(rest: string): readonly [whole?: string, value?: string] {
  if (/^\s/.test(rest)) {
    return [];
  }
  const [single, singleText] = /^'([^']*)'?/.exec(rest) ?? [];
  if (single !== undefined) {
    return [single, singleText ?? ''];
  }
  const [double, doubleText] = /^"((?:[^"\\]|\\[^])*)"?/.exec(rest) ?? [];
  if (double !== undefined) {
    return [double, (doubleText ?? '').replace(/\\(["\\$`])|\\\r?\n/g, '$1')];
  }
  const [ansi, ansiText] = /^\$'((?:[^'\\]|\\[^])*)'?/.exec(rest) ?? [];
  if (ansi !== undefined) {
    return [ansi, unescape(ansiText ?? '')];
  }
  const [found] = variable.exec(rest) ?? [];
  if (found !== undefined) {
    return [found];
  }
  // What a command prints, as it is written.
  const [substitution] = /^\$\((?:[^()]|\([^()]*\))*\)/.exec(rest) ?? [];
  if (substitution !== undefined) {
    return [substitution, substitution];
  }
  return rest.startsWith('\\') ? [rest.slice(0, 2), rest.slice(1, 2)] : [rest.slice(0, 1), rest.slice(0, 1)];
}

/** The value of a text in `$'…'`. */
function unescape(text: string): string {
  return text.replace(/\\(?:u([\da-f]{1,4})|U([\da-f]{1,8})|x([\da-f]{1,2})|([^]))/gi, (_, ...groups: string[]) => {
    const [four, eight, two, character = ''] = groups;
    const digits = four ?? eight ?? two;
    const code = Number.parseInt(digits ?? '', 16);
    return digits === undefined
      ? (escapes[character] ?? character)
      : code <= 0x10ffff
        ? String.fromCodePoint(code)
        : '';
  });
}
