import { isJsonObject } from '../../../base/json';
import { message, type Message } from '../../../base/message';

/** Characters of a text with definitions. */
const longestText = 1024 * 1024;

/** The definitions in a text, of any shape, or why there are none. */
export type SharedDefinitions =
  { readonly ok: true; readonly definitions: readonly object[] } | { readonly ok: false; readonly problem: Message };

/**
 * Reads definitions that somebody shares: one, a list of them, or the lines of settings.json with the list. Comments and
 * commas at the end are allowed, as in settings.json. Nothing is fetched: an address is refused.
 */
export function readShared(text: string): SharedDefinitions {
  if (text.length > longestText) {
    return failed(message('This is too long. Shorten it to {0} characters.', longestText));
  }
  if (/^\s*\w+:\/\/\S+\s*$/.test(text)) {
    return failed(message('Definitions are not imported from an address. Copy the JSON itself.'));
  }
  const value = parse(text) ?? parse(`{${text}}`);
  if (value === undefined) {
    return failed(message('This is not JSON with the definition of a provider.'));
  }
  const named = isJsonObject(value) ? (value['cloudTasks.providers'] ?? value['providers'] ?? value) : value;
  const definitions = [named].flat().filter((each): each is object => isJsonObject(each));
  return definitions.length > 0 && definitions.every((each) => 'request' in each)
    ? { ok: true, definitions }
    : failed(message('This is not JSON with the definition of a provider.'));
}

function failed(problem: Message): SharedDefinitions {
  return { ok: false, problem };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(withoutComments(text)) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON without what settings.json allows beyond it. Texts stay as they are. */
function withoutComments(text: string): string {
  const bare = text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, (_, kept?: string) => kept ?? ' ');
  const ending = /("(?:[^"\\]|\\.)*")|,(\s*(?:[}\]]|$))/g;
  return bare.replace(ending, (_, kept?: string, end?: string) => kept ?? end ?? '');
}
