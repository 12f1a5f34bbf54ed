/**
 * Returns `length` hex digits that depend only on `text`, so that a simulated file has the same name in every response.
 * Not a cryptographic hash.
 */
export function stableHex(text: string, length: number): string {
  let digits = '';
  for (let round = 0; digits.length < length; round++) {
    // One FNV-1a hash per eight digits.
    let hash = 0x811c9dc5 ^ round;
    for (const letter of text) {
      hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    }
    digits += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return digits.slice(0, length);
}
