/**
 * `length` hex digits that follow from `text`, so that a simulated file keeps its name from answer to answer. Not a
 * cryptographic hash.
 */
export function stableHex(text: string, length: number): string {
  let digits = '';
  for (let round = 0; digits.length < length; round++) {
    // FNV-1a, once per eight digits.
    let hash = 0x811c9dc5 ^ round;
    for (const letter of text) {
      hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    }
    digits += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return digits.slice(0, length);
}
