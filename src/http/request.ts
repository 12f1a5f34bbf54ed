import type { ShortenedList } from './shortenedLists';

/** A request as a value, so that providers and authenticators stay pure. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** An absolute address. It never carries a secret. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Statuses from 300 to 399 that come back as responses. They are not followed; any other is the failure `redirected`. */
  readonly acceptedRedirects?: readonly number[];
}

/** A response, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text. JSON with very long lists was shortened. */
  readonly body: string;
  /** The lists that were shortened; absent when none was. */
  readonly shortened?: readonly ShortenedList[];
  /** When the request was sent, ms since the epoch by this machine's clock. */
  readonly sentAt: number;
  /** When the response was complete, ms since the epoch by this machine's clock. */
  readonly receivedAt: number;
}
