import type { Credentials } from '../auth/credentials';
import type { IamPasscode, PersistedToken } from '../auth/huawei/iamPassword';
import type { Connection } from '../connections/connection';
import type { PageResult, Provider, TaskResult, TaskLister } from '../providers/provider';

/** What a request is sent for: provider, connection, credentials, cancellation. */
export interface CallContext {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly credentials: Credentials;
  /** The version of the connection's credentials; absent in the test of a draft. */
  readonly version?: number;
  readonly persistedToken?: PersistedToken;
  /** The origins (scheme, host and port) that the credentials were entered for: they are sent nowhere else. */
  readonly origins: readonly string[];
  /** The fingerprint of the credentials where they are used; absent when there are none. */
  readonly fingerprint?: string;
  /** Whether the request is sent although the credentials were rejected: only Test Connection does that. */
  readonly isTest?: boolean;
  readonly signal?: AbortSignal;
}

/** A call with saved credentials, which have a version. */
export interface SavedCall extends CallContext {
  readonly version: number;
}

/** Sends requests to services. */
export interface ServiceClient {
  /** Requests one task. @throws CancelledError only */
  task(call: CallContext, id: string): Promise<TaskResult>;
  /** Requests a page of tasks. @throws CancelledError only */
  page(call: CallContext, list: TaskLister, page?: string): Promise<PageResult>;
}

/** A client that also signs in with a passcode. */
export interface SignInClient extends ServiceClient {
  /**
   * Signs in with a second factor. The token then serves until it expires.
   * @returns the token to store beside the credentials
   * @throws RequestError
   */
  signIn(connection: Connection, credentials: Credentials, passcode: IamPasscode): Promise<PersistedToken | undefined>;
}
