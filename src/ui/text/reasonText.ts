import { isJsonObject, parseJson } from '../../base/json';

/** Members in which services give a reason. */
const reasonMembers = ['message', 'reason', 'error_msg', 'msg', 'error'];

/** A short reason why a file failed. From a row that no document describes, takes the text of a well-known member. */
export function reasonText(reason: string): string {
  const row = parsed(reason);
  const words = isJsonObject(row) ? reasonMembers.map((member) => row[member]) : [];
  return words.find((text): text is string => typeof text === 'string' && text !== '') ?? reason;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
