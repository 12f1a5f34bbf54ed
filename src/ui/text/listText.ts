import { message, type Message } from '../../base/message';

/** Joins the parts of an enumeration as the language does: with commas, in Chinese with its own. @param say translates */
export function listText(parts: readonly string[], say: (message: Message) => string): string {
  return parts.join(say(message(', ')));
}
