import type { HttpRequest } from '../http/request';
import type { Credentials } from './credentials';

/** What signing needs besides the secret. */
export interface SigningContext {
  /** The time to sign with, ms since the epoch. */
  readonly now: number;
  readonly projectId?: string;
  /** KooDrive's own user id. */
  readonly userId?: string;
}

/** Adds to a request what proves who asks. Pure; the secret goes into headers and nowhere else. */
export type Authenticator<Kind extends Credentials['kind']> = (
  request: HttpRequest,
  credentials: Extract<Credentials, { kind: Kind }>,
  context: SigningContext,
) => HttpRequest;
