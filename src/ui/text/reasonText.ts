import { isJsonObject, parseJson } from '../../base/json';

/** Members in which services tell people why. */
const tellingMembers = ['message', 'reason', 'error_msg', 'msg', 'error'];

/** Why a file failed, where there is little room: of a row that no document describes, the words for people in it. */
export function reasonText(reason: string): string {
  const row = parsed(reason);
  const words = isJsonObject(row) ? tellingMembers.map((member) => row[member]) : [];
  return words.find((text): text is string => typeof text === 'string' && text !== '') ?? reason;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
