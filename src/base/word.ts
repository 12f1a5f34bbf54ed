/**
 * A status, an id or a code without what surrounds it unseen: blanks at its ends, and invisible characters (Unicode's
 * category Cf, such as the zero width space) anywhere, which come along when text is copied from a web page.
 */
export function toWord(text: string): string {
  return text.replace(/\p{Cf}/gu, '').trim();
}
