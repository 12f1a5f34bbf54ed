import { isJsonObject, parseJson } from '../../base/json';

/** JSON members in which services put a reason for people. */
const reasonMembers = ['message', 'reason', 'error_msg', 'msg', 'error'];

/** Why a file failed, in short: if the reason is a JSON object, the message in it. */
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
