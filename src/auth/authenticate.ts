import type { HttpRequest } from '../http/request';
import { signAksk } from './huawei/akskSigner';
import type { SigningContext } from './authenticator';
import type { Credentials } from './credentials';
import { signKooDriveApp } from './koodrive/appSigner';
import { kooDriveTokenAuth } from './koodrive/token';
import { accessTokenAuth, basicAuth, bearerAuth, headerAuth, iamTokenAuth, noAuth } from './headerAuth';

/** Credentials that can sign a request. A password, the secret of a client, a command or an account of the editor is exchanged for a token first. */
export type SigningCredentials = Exclude<Credentials, { kind: 'iam-password' | 'oauth-client' | 'command' | 'vscode' }>;

/**
 * Authenticates a request. Pure.
 * @throws RequestError `unauthorised` when a secret holds what no header can carry
 */
export function authenticate(
  request: HttpRequest,
  credentials: SigningCredentials,
  context: SigningContext,
): HttpRequest {
  switch (credentials.kind) {
    case 'aksk':
      return signAksk(request, credentials, context);
    case 'iam-token':
      return iamTokenAuth(request, credentials, context);
    case 'koodrive-token':
      return kooDriveTokenAuth(request, credentials, context);
    case 'koodrive-app':
      return signKooDriveApp(request, credentials, context);
    case 'access-token':
      return accessTokenAuth(request, credentials, context);
    case 'bearer':
      return bearerAuth(request, credentials, context);
    case 'header':
      return headerAuth(request, credentials, context);
    case 'basic':
      return basicAuth(request, credentials, context);
    case 'none':
      return noAuth(request, credentials, context);
  }
}
