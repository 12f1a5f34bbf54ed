import type { Message } from '../../../base/message';

/** A request of a pasted command, as it stands there. */
export interface PastedCommand {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** User and password, with a colon between them. */
  readonly user?: string;
  /** A file of certificates to trust. */
  readonly caFile?: string;
  /** The names of variables that stand in it, as `$NAME`. */
  readonly variables: readonly string[];
  readonly hasCookies?: boolean;
}

/** A pasted command, or why it cannot be used. */
export type ParsedCommand =
  { readonly ok: true; readonly command: PastedCommand } | { readonly ok: false; readonly problem: Message };
