let segmenter: Intl.Segmenter | undefined;

/** Each character of such a text is seen as one; the segmenter takes 30 ms when it is first used. */
const plainCharacters = /^[\x20-\x7E]*$/;

/** Splits a text into what people see as single characters, such as an emoji with its skin tone. */
function graphemes(text: string): readonly string[] {
  if (plainCharacters.test(text)) {
    return Array.from(text);
  }
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** How many characters people see in a text. */
export function visibleLength(text: string): number {
  return graphemes(text).length;
}

/** Cuts a text off after `limit` graphemes, the ellipsis included. */
export function truncate(text: string, limit: number): string {
  // No text has more graphemes than code units.
  if (text.length <= limit) {
    return text;
  }
  const parts = graphemes(text);
  return parts.length <= limit ? text : `${parts.slice(0, limit - 1).join('')}…`;
}

/** Cuts out the middle of a text that has more than `limit` graphemes, and keeps `head` and `tail` of them. */
export function truncateMiddle(text: string, limit: number, head: number, tail: number): string {
  if (text.length <= limit) {
    return text;
  }
  const parts = graphemes(text);
  return parts.length <= limit ? text : `${parts.slice(0, head).join('')}…${parts.slice(-tail).join('')}`;
}
