import type { HttpRequest } from '../../../http/request';

/** A request that a person made elsewhere, without its secrets. */
export interface SentRequest {
  readonly method: HttpRequest['method'];
  readonly url: string;
  /** Names in lower case; none that HTTP sets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: SentBody;
}

/** The body of such a request, in the forms that a definition can have. */
export type SentBody =
  | { readonly kind: 'json'; readonly json: object }
  | { readonly kind: 'form'; readonly form: Readonly<Record<string, string>> };
