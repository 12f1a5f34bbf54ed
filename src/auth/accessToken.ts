import type { Authenticator } from './authenticator';
import { toHeaderValue } from './headerValue';

/** Signs in with the access token of a Shoplazza app (header `access-token` of its Admin API). */
export const accessTokenAuth: Authenticator<'access-token'> = (request, { token }) => ({
  ...request,
  headers: { ...request.headers, 'access-token': toHeaderValue(token) },
});
