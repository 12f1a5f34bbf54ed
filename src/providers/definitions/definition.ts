import type { EditorAccount } from '../../auth/editorAccount';
import type { TaskState } from '../../tasks/task';

/** A JMESPath expression, evaluated on a response. */
type Expression = string;

/** An address with placeholders such as `{id}`. */
type AddressTemplate = string;

/** A request of a definition: the address alone, or all of it. */
export type RequestDefinition =
  | AddressTemplate
  | {
      /** `GET`, or `POST` where there is a body. */
      readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      readonly url: AddressTemplate;
      /** Fixed headers. Secrets belong into credentials. */
      readonly headers?: Readonly<Record<string, string>>;
      /** A JSON body. */
      readonly body?: object;
      /** A body of the type `application/x-www-form-urlencoded`, in place of `body`. */
      readonly form?: Readonly<Record<string, string>>;
    };

/** The kinds of credentials that a definition may name. */
export const definitionCredentialKinds = [
  ...(['bearer', 'header', 'basic', 'none', 'aksk', 'iam-password', 'iam-token', 'command'] as const),
];

/** A kind of credentials, a header that a person enters the secret part of, a client that gets tokens, or an account. */
export type CredentialDefinition =
  | (typeof definitionCredentialKinds)[number]
  | { readonly kind: 'header'; readonly name: string; readonly prefix?: string }
  | {
      /** An OAuth client (RFC 6749, 4.4): its ID and secret are exchanged for a token. */
      readonly kind: 'oauth-client';
      readonly tokenUrl: AddressTemplate;
      readonly scope?: string;
      readonly audience?: string;
    }
  | {
      /** An account of the editor. */
      readonly kind: 'vscode';
      readonly account: EditorAccount['account'];
      readonly scopes: readonly string[];
    };

/** A field of a connection: where to find its value, or all about it. */
export type FieldDefinition =
  | string
  | {
      readonly label?: string;
      readonly hint?: string;
      readonly placeholder?: string;
      readonly default?: string;
      readonly values?: readonly string[];
      readonly optional?: boolean;
    };

/** Where the rows of a task's files are, and what each says. */
export type ItemDefinition =
  | Expression
  | {
      readonly from: Expression;
      readonly source?: Expression;
      readonly target?: Expression;
      readonly link?: Expression;
      readonly reason?: Expression;
      readonly state?: Expression;
    };

/** Where a response states progress; of several expressions for one count the sum counts. */
export type ProgressDefinition =
  | Expression
  | {
      readonly percent?: Expression;
      readonly ratio?: Expression;
      readonly completed?: Expression | readonly Expression[];
      readonly failed?: Expression | readonly Expression[];
      readonly remaining?: Expression | readonly Expression[];
      readonly total?: Expression | readonly Expression[];
    };

/** A provider that a user defines in the setting `cloudTasks.providers`. `docs/custom-providers.md` explains its keys. */
export interface ProviderDefinition {
  readonly id: string;
  readonly label?: string;
  readonly icon?: string;
  readonly documentation?: string;
  readonly credentials?: readonly CredentialDefinition[];
  readonly request: RequestDefinition;
  readonly taskId?: {
    readonly form?: string;
    readonly in?: Expression;
    readonly hint?: string;
    readonly example?: string;
  };
  readonly fields?: Readonly<Record<string, FieldDefinition>>;
  readonly root?: Expression;
  readonly refusal?: Expression;
  readonly state?: Expression | { readonly header: string };
  readonly states?: { readonly [State in Exclude<TaskState, 'unknown'>]?: string | readonly string[] } & {
    readonly otherwise?: TaskState;
  };
  readonly statusCodes?: Readonly<Record<string, TaskState>>;
  readonly progress?: ProgressDefinition;
  readonly name?: Expression;
  readonly createdAt?: Expression;
  readonly endedAt?: Expression;
  readonly link?: Expression;
  readonly timeZone?: string;
  readonly error?: Expression | { readonly message: Expression; readonly code?: Expression };
  readonly items?: ItemDefinition | readonly ItemDefinition[];
  readonly page?: AddressTemplate;
  /** Seconds. */
  readonly interval?: number;
  readonly rateLimit?: { readonly requests: number; readonly seconds: number };
  readonly retryAfter?: Expression;
  readonly list?: {
    readonly request: RequestDefinition;
    readonly tasks: Expression;
    readonly next?: Expression;
    readonly pageSize?: number;
  };
  readonly cancel?: RequestDefinition;
}
