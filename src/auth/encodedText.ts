/** Replaces a secret in a text. */
export const mask = '•••';

/** Secrets are found by this many first characters, so that one that was cut off is found, too. */
const prefixLength = 24;
/** A shorter decoded secret would match too much, so that the secret is searched as it is. */
const shortest = 6;

/**
 * Masks secrets in a text, however their characters are written there: as they are, escaped within JSON, once or several
 * times, in the logs of nginx (`\x22`), or in Rust (`\u{22}`), percent-encoded, also as IIS does (`%u0022`), as HTML's character
 * references, or as UTF-16 that was read as UTF-8. Case does not matter.
 * @param secrets not empty
 */
export function maskEncoded(text: string, secrets: readonly string[]): string {
  // A longer secret may contain a shorter one.
  const found = find(text, secrets).toSorted((one, other) => other.length - one.length);
  if (found.length === 0) {
    return text;
  }
  const maskAll = (start: string): string => found.reduce(maskOne, start);
  const masked = maskAll(text);
  if (find(masked, found).length === 0) {
    return masked;
  }
  // Some encodings are nested. The decoded text is masked then, although it may be no valid JSON or HTML any more.
  const decoded = maskAll(decode(masked));
  return find(decoded, found).length === 0 ? decoded : mask;
}

/** The secrets that are in a text, perhaps encoded. */
function find(text: string, secrets: readonly string[]): readonly string[] {
  const suspected = encodedWordCharacter.test(text) ? secrets : suspects(text, secrets);
  if (suspected.length === 0) {
    return [];
  }
  const plain = decode(text).toLowerCase();
  return suspected.filter((secret) => {
    // The text was decoded, so a secret that looks encoded is decoded, too.
    const decoded = decode(secret.slice(0, prefixLength)).toLowerCase();
    return decoded.length < shortest ? text.includes(secret) : plain.includes(decoded);
  });
}

/** An encoded letter or digit. Few encoders make these; without one, {@link suspects} finds every secret. */
const encodedWordCharacter =
  /(?:\\u00|\\u\{0{0,4}|\\x|%(?:25){0,8}(?:u00)?)(?:3[0-9]|[46][1-9a-f]|[57][0-9a])|&#|\u0000/i;

/** The secrets whose words are all in a text: a quick filter, because most responses are large and contain no secret. */
function suspects(text: string, secrets: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  return secrets.filter((secret) => {
    const words =
      secret
        .slice(0, prefixLength)
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? [];
    return words.every((word) => lower.includes(word));
  });
}

const escapes =
  /\\+u([0-9a-f]{4})|\\+u\{([0-9a-f]{1,6})\}|((?:\\+x[0-9a-f]{2})+)|\\+|%(?:25){0,8}u([0-9a-f]{4})|((?:%(?:25){0,8}[0-9a-f]{2})+)|&#x0{0,8}([0-9a-f]{1,6});?|&#0{0,8}(\d{1,7});?|&(amp|lt|gt|quot|apos);|\u0000/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes every encoding in a text. The result is for comparison, and may be no valid JSON or HTML any more. */
function decode(text: string): string {
  let decoded = text;
  for (let depth = 0; depth < 4; depth += 1) {
    const next = decoded.replace(escapes, (_all, ...groups: readonly (string | undefined)[]) => {
      const [unit, braced, bytes, iis, percent, hex, decimal, name] = groups;
      const code = unit ?? braced ?? iis ?? hex;
      if (code !== undefined || decimal !== undefined) {
        return toCharacter(code === undefined ? Number(decimal) : parseInt(code, 16));
      }
      const encoded = percent ?? bytes?.replace(/\\+x/gi, '%');
      return encoded === undefined ? (named[name?.toLowerCase() ?? ''] ?? '') : percentDecode(encoded);
    });
    if (next === decoded) {
      break;
    }
    decoded = next;
  }
  return decoded;
}

function toCharacter(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}

function percentDecode(text: string): string {
  const once = text.replace(/%(?:25)+(?=[0-9a-f]{2})/gi, '%');
  try {
    return decodeURIComponent(once);
  } catch {
    return once;
  }
}

function maskOne(text: string, secret: string): string {
  const characters = Array.from(secret);
  const first = characters.slice(0, prefixLength);
  const prefix = new RegExp(first.map(formsOf).join('\\u0000?'), 'gi');
  let masked = '';
  let end = 0;
  for (let found = prefix.exec(text); found; found = prefix.exec(text)) {
    const before = masked + text.slice(end, found.index);
    end = endOf(text, prefix.lastIndex, characters.slice(first.length));
    prefix.lastIndex = end;
    masked = before + (isJsonNumber(secret, before, text.slice(end, end + 100)) ? '0' : mask);
  }
  return masked + text.slice(end);
}

/** Whether a secret of digits stands in JSON as a number, in whose place nothing but a number may stand. */
function isJsonNumber(secret: string, before: string, after: string): boolean {
  return /^\d+$/.test(secret) && /[:[,]\s*-?\d*$/.test(before.slice(-100)) && /^[\d.]*\s*[,}\]]/.test(after);
}

/**
 * Finds the end of a secret whose first characters end at `start`.
 * @param rest its other characters
 * @returns where the text first differs from them
 */
function endOf(text: string, start: number, rest: readonly string[]): number {
  let end = start;
  for (const character of rest) {
    const next = oneCharacter(character);
    next.lastIndex = end;
    if (!next.test(text)) {
      break;
    }
    end = next.lastIndex;
  }
  return end;
}

const patterns = new Map<string, RegExp>();

function oneCharacter(character: string): RegExp {
  const known = patterns.get(character) ?? new RegExp(`\\u0000?${formsOf(character)}`, 'iy');
  patterns.set(character, known);
  return known;
}

// The signs that begin an encoded character, which may be encoded themselves.
const backslashes = '(?:\\\\|%(?:25){0,8}5c){1,8}';
const percentSign = `(?:%|${backslashes}u0025)(?:25){0,8}`;
const ampersand = `(?:&|&amp;|${backslashes}u0026)`;

/** A pattern for the ways in which a character may be written. */
function formsOf(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => toHex(character.charCodeAt(index), 4));
  const code = character.codePointAt(0) ?? 0;
  const references = Object.entries(named).flatMap(([name, meant]) => (meant === character ? [name] : []));
  const forms = [
    // JSON lets a solidus be escaped, and demands it of a backslash and a quotation mark.
    `\\\\{0,8}${units.map((unit) => `\\u${unit}`).join('')}`,
    units.map((unit) => `(?:${backslashes}|${percentSign})u${unit}`).join(''),
    `${backslashes}u\\{0{0,5}${code.toString(16)}\\}`,
    [...Buffer.from(character)].map((byte) => `(?:${percentSign}|${backslashes}x)${toHex(byte, 2)}`).join(''),
    ...[`#x0{0,8}${code.toString(16)}`, `#0{0,8}${code}`].map((number) => `${ampersand}${number}(?:;|(?![0-9a-f]))`),
    ...references.map((name) => `${ampersand}${name};`),
  ];
  return `(?:${forms.join('|')})`;
}

function toHex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
