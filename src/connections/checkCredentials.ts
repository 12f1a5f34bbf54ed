import type { Credentials } from '../auth/credentials';
import { parseCredentials } from '../auth/parseCredentials';
import { UserError } from '../base/errors';
import { message } from '../base/message';
import type { Connection } from './connection';

/**
 * The credentials as they are stored: trimmed, and with their own keys only.
 * @throws UserError when they are incomplete, or of another kind than the connection's
 */
export function checkCredentials(connection: Connection, credentials: Credentials): Credentials {
  if (credentials.kind !== connection.credentials) {
    throw new UserError(message('The credentials are not of the kind that the connection names.'));
  }
  const complete = parseCredentials(credentials);
  if (complete?.kind !== connection.credentials) {
    throw new UserError(message('The credentials are not complete, or hold a character that cannot be sent.'));
  }
  return complete;
}
