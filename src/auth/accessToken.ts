import type { Authoriser } from './authoriser';
import { toHeaderValue } from './headerValue';

/** Signs in with the access token of a Shoplazza app (header `access-token` of its Admin API). */
export const useAccessToken: Authoriser<'access-token'> = (request, { token }) => ({
  ...request,
  headers: { ...request.headers, 'access-token': toHeaderValue(token) },
});
