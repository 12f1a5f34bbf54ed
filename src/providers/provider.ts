import type { Message } from '../base/message';
import type { CredentialKind } from '../auth/credentials';
import type { EditorAccount } from '../auth/editorAccount';
import type { OAuthClient } from '../auth/oauth/clientToken';
import type { Connection } from '../connections/connection';
import type { FailureKind, RequestFailure } from '../http/failure';
import type { HttpRequest, HttpResponse } from '../http/request';
import type { Snapshot, TaskRef, TaskState } from '../tasks/task';
import type { ProviderDefinition } from './definitions/definition';
import type { RateLimit } from '../tasks/ports/rateLimits';

/** A field of a connection that the user fills in. Its texts are English and are translated when shown. */
export interface ConnectionField {
  /** The key of the value in the connection: `endpoint`, `region`, `projectId`, `iamEndpoint`, or a key of its provider. */
  readonly key: string;
  readonly label: string;
  /** Where to find the value, in one sentence. */
  readonly hint: string;
  /** What happens when it is left empty, in one sentence that is shown only where it may be. */
  readonly whenEmpty?: string;
  readonly required: boolean;
  /** The key of another field. While that field has a value, this one is not required. */
  readonly replacedBy?: string;
  /** Kinds of credentials for which the field is required. */
  readonly requiredFor?: readonly CredentialKind[];
  /** Whether the field applies to this connection; absent when it always does. */
  readonly isApplicable?: (connection: Connection) => boolean;
  /** Whether this connection needs the field, although not every connection does. */
  readonly isRequired?: (connection: Connection) => boolean;
  /** An example that is shown while the field is empty. */
  readonly placeholder?: string;
  /** Usual values; others are allowed. */
  readonly suggestions?: readonly string[];
  /** The value of an empty field. */
  readonly fallback?: string;
  /** Converts what a person may paste into the stored value; `validate` checks the result. */
  readonly normalize?: (value: string) => string;
  /** The fault of a value that is not empty; undefined when it is valid. */
  validate(value: string): Message | undefined;
}

/** A task that a text names, such as a pasted address. */
export interface RecognizedTask {
  readonly id: string;
  /** Fields of a connection that the text has values for. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** What a request may depend on besides its connection. */
export interface RequestContext {
  /** The language of the editor, such as `en` or `zh-cn`, for services that answer in several. */
  readonly language: string;
}

/** The result of parsing a response about one task. */
export type TaskResult =
  | {
      readonly ok: true;
      readonly snapshot: Snapshot;
      /** The service's name for the task, where it has one. */
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

/** The result of parsing one page of a list. */
export type PageResult =
  | {
      readonly ok: true;
      readonly tasks: readonly ListedTask[];
      /** The start of the next page; absent on the last page. */
      readonly next?: string;
      /** The number of tasks on all pages, where the service states it. */
      readonly total?: number;
      /** The service wants no other request for these tasks before this time (ms). `Retry-After` needs no parsing. */
      readonly retryAfterMs?: number;
    }
  | { readonly ok: false; readonly failure: RequestFailure };

/** Requests many tasks at once. */
export interface TaskLister {
  /** The number of tasks on one page. */
  readonly pageSize: number;
  /** @param page `next` of the previous page; absent for the first */
  request(connection: Connection, page?: string, context?: RequestContext): HttpRequest;
  /** @param page the requested page, as passed to `request` */
  parse(response: HttpResponse, page?: string): PageResult;
}

/**
 * One kind of task API: how to request a task and how to parse the response. A value without I/O. It never throws,
 * whatever the response.
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
  /** What the provider was made of, where that is a definition. */
  readonly definition?: ProviderDefinition;
  /** The kinds of credentials that it accepts, best first. */
  readonly credentials: readonly CredentialKind[];
  /**
   * The header that credentials of the kind `header` go into: a person enters only what follows the prefix. Without it they
   * enter name and value.
   */
  readonly credentialHeader?: { readonly name: string; readonly prefix: string };
  /**
   * Where credentials of the kind `oauth-client` are exchanged for a token. Present where that kind is accepted.
   * @throws RequestError `address` when a field of the connection is missing
   */
  oauthClient?(connection: Connection): OAuthClient;
  /**
   * The account of the editor that credentials of the kind `vscode` are of. Present where that kind is accepted. Its token is sent
   * to GitHub's API, or to the services that Microsoft's scopes name, and nowhere else.
   */
  readonly editorAccount?: EditorAccount;
  /** The request for one task, not yet authenticated. */
  request(connection: Connection, id: string, context?: RequestContext): HttpRequest;
  /**
   * Parses the response to `request(connection, id)`. It is called for responses with a good status. Others are classified
   * before, with `classifyCode`, unless `parsesFailures` is true.
   */
  parse(response: HttpResponse, id: string): TaskResult;
  /** Whether `parse`, and that of `list`, are also called for responses with a bad status. */
  readonly parsesFailures?: boolean;
  /** The request that stops a task. Present where the API can. Any good response accepts it. */
  cancel?(connection: Connection, id: string): HttpRequest;
  /** The states in which the API stops a task; without it, all in which it has not ended. */
  readonly cancellableStates?: readonly TaskState[];
  /** The task that a pasted text names, such as its address or a curl command. */
  recognize?(text: string): RecognizedTask | undefined;
  /** No task is polled more often than this (ms), whatever the settings say. */
  readonly minIntervalMs?: number;
  /** The rate limit of the service, where it documents one. */
  readonly rateLimit?: RateLimit;
  /**
   * The name of what the service counts requests by, such as a shop. Connections of this provider with the same name
   * share one rate limit. Without this hook each connection has its own.
   */
  rateLimitKey?(connection: Connection): string;
  /** Present where the API lists tasks. */
  readonly list?: TaskLister;
  /** The fault of a task id; undefined when it can be requested. */
  validateId?(id: string): Message | undefined;
  /** The address of a web page about this task, or about the service where there is none for a task. */
  link?(connection: Connection, ref: TaskRef): string | undefined;
  /**
   * The kind of failure that an error code of the service stands for, where the HTTP status does not tell; undefined for
   * an unlisted code.
   */
  classifyCode?(code: string, status: number): FailureKind | undefined;
  /**
   * The kind and scope of a failure whose words or status mean something else at this service than elsewhere; undefined
   * for others.
   */
  classifyFailure?(failure: RequestFailure): Pick<RequestFailure, 'kind' | 'scope'> | undefined;
  /**
   * What happened and what to do, where the service's documents say more than the kind of the failure.
   * @param request the request that failed, if it was to cancel a task
   */
  describeFailure?(failure: RequestFailure, request?: 'cancel'): Message | undefined;
  /** Whether this failure means that the service does not know the task, besides `not-found` and `rejected`. */
  isUnknownTask?(failure: RequestFailure): boolean;
  /** How long a session lasts after its last use (ms), by the kind of credentials; absent for kinds that do not expire so. */
  readonly sessionLifetimeMs?: Readonly<Partial<Record<CredentialKind, number>>>;
}
