import { truncate } from './truncate';

/** Characters of East Asian scripts, and emoji, take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** How many columns of a terminal a text takes, or characters of the Latin script elsewhere. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((columns, character) => columns + (wide.test(character) ? 2 : 1), 0);
}

/** Cuts a text off so that it fits into a terminal's line, which would wrap otherwise. @param columns at least 2 */
export function fitColumns(text: string, columns: number): string {
  let limit = Math.min(text.length, columns);
  while (limit > 1 && widthOf(truncate(text, limit)) > columns) {
    limit -= 1;
  }
  return truncate(text, limit);
}
