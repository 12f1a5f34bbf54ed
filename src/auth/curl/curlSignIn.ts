import { message, type Message } from '../../base/message';
import type { ShellPart } from './shellWord';
import type { SigningContext } from '../authenticator';
import type { CredentialKind } from '../credentials';
import { toHeaderValue } from '../headerValue';

/** How curl authenticates, with a shell variable in place of every secret. */
export interface CurlSignIn {
  /** Words after `curl`, each of its parts. */
  readonly words: readonly (readonly ShellPart[])[];
  /** A remark for the user: one line without characters that a shell interprets. */
  readonly remark?: Message;
}

type Maker = (context: Pick<SigningContext, 'userId'>) => CurlSignIn;

/** In the form that `toBasicDate` makes, at the time when the command runs. */
const dateNow = { command: 'date -u +%Y%m%dT%H%M%SZ' };

const makers: Readonly<Record<CredentialKind, Maker>> = {
  // The gateways of Huawei Cloud take a token wherever they take a signature (X-Auth-Token of the API references). No
  // option of curl makes such signatures: --aws-sigv4 derives another key.
  aksk: () => ({
    ...iamToken(),
    remark: message('Signatures expire after 15 minutes, so this command uses an IAM token instead of the access key.'),
  }),
  'iam-token': () => iamToken(),
  'iam-password': () => iamToken(),
  'koodrive-token': koodriveToken,
  'koodrive-app': (context) => ({
    ...koodriveToken(context),
    remark: message('Signatures expire after 15 minutes, so this command uses an access token instead of the app.'),
  }),
  'access-token': () => ({ words: header('access-token: ', { variable: 'ACCESS_TOKEN' }) }),
  bearer: () => ({ words: header('authorization: Bearer ', { variable: 'ACCESS_TOKEN' }) }),
  // The header's name is part of the secret.
  header: () => ({ words: header({ variable: 'HEADER_NAME' }, ': ', { variable: 'HEADER_VALUE' }) }),
  basic: () => ({ words: [['--user'], [{ variable: 'API_USER' }, ':', { variable: 'API_PASSWORD' }]] }),
  // The token that these were exchanged for.
  'oauth-client': () => ({ words: header('authorization: Bearer ', { variable: 'ACCESS_TOKEN' }) }),
  command: () => ({ words: header('authorization: Bearer ', { variable: 'ACCESS_TOKEN' }) }),
  vscode: () => ({ words: header('authorization: Bearer ', { variable: 'ACCESS_TOKEN' }) }),
  none: () => ({ words: [] }),
};

/**
 * How curl signs in with this kind of credentials. It follows from the kind alone: no secret gets here.
 * @param context the KooDrive user's id, where it is known
 * @throws RequestError `unauthorised` when no header can carry the user's id
 */
export function curlSignIn(kind: CredentialKind, context: Pick<SigningContext, 'userId'>): CurlSignIn {
  return makers[kind](context);
}

function iamToken(): CurlSignIn {
  return { words: header('x-auth-token: ', { variable: 'X_AUTH_TOKEN' }) };
}

function koodriveToken({ userId }: Pick<SigningContext, 'userId'>): CurlSignIn {
  return {
    words: [
      ...header('x-date: ', dateNow),
      ...(userId ? header(`x-user-id: ${toHeaderValue(userId)}`) : []),
      ...header('authorization: Bearer+', { variable: 'ACCESS_TOKEN' }),
    ],
  };
}

function header(...parts: readonly ShellPart[]): CurlSignIn['words'] {
  return [['--header'], parts];
}
