import type { Message } from '../base/message';
import type { CredentialKind } from '../auth/credentials';
import type { Connection } from '../connections/connection';
import type { FailureKind, RequestFailure } from '../http/failure';
import type { HttpRequest, HttpResponse } from '../http/request';
import type { Snapshot, TaskRef } from '../tasks/task';
import type { RateLimit } from '../tasks/ports/rateLimits';

/** One thing that a person says of a connection when they make it. Texts are English and translated when shown. */
export interface ConnectionField {
  /** Where the connection keeps the value: `endpoint`, `region`, `projectId`, `iamEndpoint`, or a key of the provider's own. */
  readonly key: string;
  readonly label: string;
  /** Where to find the value, in one sentence. */
  readonly hint: string;
  readonly required: boolean;
  /** Another field that stands in for this one: while that has a value, this one is not required. */
  readonly replacedBy?: string;
  /** Kinds of credentials that cannot do without this field, although others can. */
  readonly requiredFor?: readonly CredentialKind[];
  /** Whether it makes sense at all for this connection; absent when always. */
  readonly isAsked?: (connection: Connection) => boolean;
  /** Whether this connection needs it although it is not required of every one. */
  readonly isNeeded?: (connection: Connection) => boolean;
  /** An example that is shown while the field is empty. */
  readonly placeholder?: string;
  /** What is usual; other values are allowed. */
  readonly suggestions?: readonly string[];
  /** The value that is meant when the field is left empty. */
  readonly fallback?: string;
  /** Makes the value that is kept of what a person may paste; `validate` is asked about the result. */
  readonly normalize?: (value: string) => string;
  /** Says what is wrong with a value that is not empty; nothing when it is fine. */
  validate(value: string): Message | undefined;
}

/** What an answer about one task amounts to. */
export type TaskResult =
  | {
      readonly ok: true;
      readonly snapshot: Snapshot;
      /** What the service calls the task, where it gives it a name. */
      readonly name?: string;
      /** The service wants no other request for this task before this time (ms). `Retry-After` needs no parsing. */
      readonly retryAfterMs?: number;
    }
  | { readonly ok: false; readonly failure: RequestFailure };

/** One task of a list. */
export interface ListedTask {
  readonly id: string;
  readonly name?: string;
  readonly snapshot: Snapshot;
}

/** What a page of a list amounts to. */
export type PageResult =
  | {
      readonly ok: true;
      readonly tasks: readonly ListedTask[];
      /** Where the next page begins; absent on the last page. */
      readonly next?: string;
      /** How many tasks the service has in all, where it says so. */
      readonly total?: number;
      /** The service wants no other request for these tasks before this time (ms). `Retry-After` needs no parsing. */
      readonly retryAfterMs?: number;
    }
  | { readonly ok: false; readonly failure: RequestFailure };

/** How to ask a provider for many tasks at once. */
export interface TaskLister {
  /** Tasks on one page. */
  readonly pageSize: number;
  /** @param page where the page begins, as the page before said; absent for the first */
  request(connection: Connection, page?: string): HttpRequest;
  /** @param page the page that was asked for, as given to `request` */
  parse(response: HttpResponse, page?: string): PageResult;
}

/**
 * One kind of task API: how to ask it and how to read its answers. A value without I/O; it never throws for anything
 * that a service may answer.
 */
export interface Provider {
  /** In kebab case, such as `huawei-vod`. */
  readonly id: string;
  /** The product's own name; not translated. */
  readonly label: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** The API document that this provider follows. */
  readonly documentation: string;
  readonly fields: readonly ConnectionField[];
  /** The kinds of credentials that it takes, best first. */
  readonly credentials: readonly CredentialKind[];
  /** The request for one task, not yet authenticated. */
  request(connection: Connection, id: string): HttpRequest;
  /**
   * Reads the response to `request(connection, id)`. It is called for responses with a good status; what others report is
   * read before, with the help of `classifyCode`, unless `parsesFailures` is true.
   */
  parse(response: HttpResponse, id: string): TaskResult;
  /** Whether `parse`, and that of `list`, want the responses with a bad status too. */
  readonly parsesFailures?: boolean;
  /** How often the service lets itself be asked, where it says so. */
  readonly rateLimit?: RateLimit;
  /**
   * Names what the service counts requests by, such as a shop, among those of this provider: connections of one name draw
   * from one budget. Without it each connection has its own, as if it named the connection's id.
   */
  rateLimitKey?(connection: Connection): string;
  /** Present where the API lists tasks. */
  readonly list?: TaskLister;
  /** Says what is wrong with a task id; nothing when it can be asked for. */
  validateId?(id: string): Message | undefined;
  /** A page for people about this task, or about the service where there is none for a task. */
  link?(connection: Connection, ref: TaskRef): string | undefined;
  /**
   * What an error code of the service means, where that is not what the HTTP status says; nothing when it does not know
   * the code.
   */
  classifyCode?(code: string, status: number): FailureKind | undefined;
  /**
   * What a failure is, where words or a status of this service mean something else than they do elsewhere; nothing when
   * it is what it seems.
   */
  classifyFailure?(failure: RequestFailure): Pick<RequestFailure, 'kind' | 'scope'> | undefined;
  /** What happened and what to do, where the service's documents tell more than the kind of a failure does. */
  describeFailure?(failure: RequestFailure): Message | undefined;
  /** Whether the service says with this failure that it does not know a task, besides `not-found` and `rejected`. */
  isUnknownTask?(failure: RequestFailure): boolean;
  /** How long (ms) a sign-in lives after its last use, by the kind of credentials; one of another kind does not end so. */
  readonly sessionLifetimeMs?: Readonly<Partial<Record<CredentialKind, number>>>;
}
