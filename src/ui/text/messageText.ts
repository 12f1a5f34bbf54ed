import { plainText } from './plainText';

/**
 * A text for a notification, a dialog or a progress message. VS Code makes `[x](command:…)`, `[x](https:…)` and `[x](file:…)`
 * a link there and knows no escape, so a space separates the brackets.
 */
export function messageText(text: string): string {
  return plainText(text).replace(/\]\(/g, '] (');
}
