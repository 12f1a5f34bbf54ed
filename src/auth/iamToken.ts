import type { Authoriser } from './authoriser';
import { toHeaderValue } from './headerValue';

/** Signs in with a token of Huawei's identity service (IAM), which lives for 24 hours. */
export const useIamToken: Authoriser<'iam-token'> = (request, { token }) => ({
  ...request,
  headers: { ...request.headers, 'x-auth-token': toHeaderValue(token) },
});
