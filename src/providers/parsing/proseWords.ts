/** A word of a language: letters of one case, or with a capital. Longer ones are made by machines. */
const word = /^(?=.{1,20}$)(\p{Lu}?\p{Ll}+|\p{Lu}+|[\p{Lo}\p{Lm}]+)(['’]\p{Ll}+)?$/u;

/** What was found in a text that may be a sentence. */
export interface FoundIds {
  /** What may be task IDs. */
  readonly ids: readonly string[];
  /** Words around them, which are probably none. */
  readonly leftOut: readonly string[];
  /** Whether several words are all there is: a sentence, more likely than a list of IDs. */
  readonly isProse: boolean;
}

/** Parts the IDs of a pasted sentence from its words. A word alone is an ID: services have names for IDs, too. */
export function partWords(found: readonly string[]): FoundIds {
  const words = found.filter((each) => word.test(each));
  const isProse = found.length > 1 && words.length === found.length;
  const leftOut = isProse || found.length === 1 ? [] : words;
  return { ids: found.filter((each) => !leftOut.includes(each)), leftOut, isProse };
}
