import type { Message } from '../../base/message';

/** What is wrong with one place of a definition. */
export interface Mistake {
  /** Where, as a JSON pointer (RFC 6901) within the definition, such as `/progress/ratio`; empty for the definition itself. */
  readonly pointer: string;
  readonly message: Message;
}

/** A JSON pointer (RFC 6901). */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
