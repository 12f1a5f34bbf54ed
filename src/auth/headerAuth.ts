import type { HttpRequest } from '../http/request';
import type { Authenticator } from './authenticator';
import { toHeaderValue } from './headerValue';

/** Signs in with `Authorization: Bearer …` (RFC 6750). */
export const bearerAuth: Authenticator<'bearer'> = (request, { token }) =>
  withHeader(request, 'authorization', `Bearer ${token.trim().replace(/^bearer\s+/i, '')}`);

/** Signs in with a token of Huawei's identity service (IAM), which is valid for 24 hours. */
export const iamTokenAuth: Authenticator<'iam-token'> = (request, { token }) =>
  withHeader(request, 'x-auth-token', token);

/** Signs in with the access token of a Shoplazza app (header `access-token` of its Admin API). */
export const accessTokenAuth: Authenticator<'access-token'> = (request, { token }) =>
  withHeader(request, 'access-token', token);

/** Signs in with a header of the user's choice. */
export const headerAuth: Authenticator<'header'> = (request, { name, value }) =>
  withHeader(request, name.trim().toLowerCase(), value);

/** Signs in with user and password (RFC 7617, as UTF-8). */
export const basicAuth: Authenticator<'basic'> = (request, { user, password }) =>
  withHeader(request, 'authorization', `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`);

/** Sends the request without authentication. */
export const noAuth: Authenticator<'none'> = (request) => request;

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  return { ...request, headers: { ...request.headers, [name]: toHeaderValue(value) } };
}
