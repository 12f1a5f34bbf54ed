import type { HttpRequest } from '../http/request';
import { useAccessToken } from './accessToken';
import { signAksk } from './akskSigner';
import type { SigningContext } from './authoriser';
import type { Credentials } from './credentials';
import { useIamToken } from './iamToken';
import { signKooDriveApp } from './koodriveAppSigner';
import { useKooDriveToken } from './koodriveToken';
import { useBasic, useBearer, useHeader, useNothing } from './staticHeaders';

/** Credentials that sign a request as they are. An IAM password has to be changed into a token first. */
export type SigningCredentials = Exclude<Credentials, { kind: 'iam-password' }>;

/**
 * Adds to a request what proves who asks. Pure.
 * @throws RequestError `unauthorised` when a secret holds what no header can carry
 */
export function authorise(request: HttpRequest, credentials: SigningCredentials, context: SigningContext): HttpRequest {
  switch (credentials.kind) {
    case 'aksk':
      return signAksk(request, credentials, context);
    case 'iam-token':
      return useIamToken(request, credentials, context);
    case 'koodrive-token':
      return useKooDriveToken(request, credentials, context);
    case 'koodrive-app':
      return signKooDriveApp(request, credentials, context);
    case 'access-token':
      return useAccessToken(request, credentials, context);
    case 'bearer':
      return useBearer(request, credentials, context);
    case 'header':
      return useHeader(request, credentials, context);
    case 'basic':
      return useBasic(request, credentials, context);
    case 'none':
      return useNothing(request, credentials, context);
  }
}
