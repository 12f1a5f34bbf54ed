import type { Authenticator } from './authenticator';
import { toHeaderValue } from './headerValue';

/** Signs in with a token of Huawei's identity service (IAM), which lives for 24 hours. */
export const iamTokenAuth: Authenticator<'iam-token'> = (request, { token }) => ({
  ...request,
  headers: { ...request.headers, 'x-auth-token': toHeaderValue(token) },
});
