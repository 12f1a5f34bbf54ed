import type { Credentials } from '../auth/credentials';
import type { IamPasscode, PersistedToken } from '../auth/huawei/iamPassword';
import type { Connection } from '../connections/connection';
import type { PageResult, Provider, TaskResult, TaskLister } from '../providers/provider';

/** Who is asked, as whom, and for how long. */
export interface CallContext {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly credentials: Credentials;
  /** Which of the connection's credentials they are; a trial's have none. */
  readonly version?: number;
  readonly persistedToken?: PersistedToken;
  /** The origins (scheme, host and port) that the credentials were entered for: they are sent nowhere else. */
  readonly origins: readonly string[];
  readonly signal?: AbortSignal;
}

/** Asks services. */
export interface ServiceClient {
  /** Asks for one task. @throws CancelledError only */
  task(call: CallContext, id: string): Promise<TaskResult>;
  /** Asks for a page of tasks. @throws CancelledError only */
  page(call: CallContext, list: TaskLister, page?: string): Promise<PageResult>;
}

/** Signs in besides. */
export interface SignInClient extends ServiceClient {
  /**
   * Signs in with a second factor. The token then serves until its end.
   * @returns what is to be kept beside the credentials
   * @throws RequestError
   */
  signIn(connection: Connection, credentials: Credentials, passcode: IamPasscode): Promise<PersistedToken | undefined>;
}
