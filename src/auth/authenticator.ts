import type { HttpRequest } from '../http/request';
import type { Credentials } from './credentials';

/** What signing a request needs besides the secret. */
export interface SigningContext {
  /** The time to sign with, ms since the epoch. */
  readonly now: number;
  readonly projectId?: string;
  /** KooDrive's own user id. */
  readonly userId?: string;
}

/** Authenticates a request. Pure. The secret goes into headers only. */
export type Authenticator<Kind extends Credentials['kind']> = (
  request: HttpRequest,
  credentials: Extract<Credentials, { kind: Kind }>,
  context: SigningContext,
) => HttpRequest;
