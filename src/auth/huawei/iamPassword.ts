import { isJsonObject } from '../../base/json';
import type { RequestFailure } from '../../http/failure';
import { readFailure } from '../../http/failureParser';
import { readJson } from '../../http/jsonBody';
import type { HttpRequest, HttpResponse } from '../../http/request';
import type { Credentials } from '../credentials';
import { classifyHuaweiCode } from './errorCodes';
import { usableUntil } from './tokenLifetime';

/** The project to request a token for, by its ID where that is known. */
export type IamScope = { readonly projectId: string } | { readonly projectName: string };

/** The second factor of a user with login protection. */
export interface IamPasscode {
  /** The user's id, not the name. */
  readonly userId: string;
  /** The six digits that the user's device shows now. */
  readonly passcode: string;
}

/** A token, and when it expires. */
export interface IamToken {
  readonly token: string;
  /** When it must be renewed, a little before its end; ms since the epoch, by this machine's clock. */
  readonly expiresAt: number;
  /** The project that it is valid for, where the service says so. */
  readonly projectId?: string;
}

/** A token that took a passcode, so that only the user can get a new one. It is stored beside the password. */
export interface PersistedToken extends IamToken {
  /** The identity service and the scope that it is valid for. */
  readonly place: string;
}

type PasswordCredentials = Extract<Credentials, { kind: 'iam-password' }>;

/**
 * The request that changes a password into a token: `POST /v3/auth/tokens` of the IAM API, which is Keystone's v3.
 * @param endpoint base URL of the identity service, as {@link iamEndpoint} makes it
 * @param withDomain names the project's domain too, which Keystone wants beside a project's name and Huawei does not
 */
export function toTokenRequest(
  endpoint: string,
  { domain, user, password }: PasswordCredentials,
  scope: IamScope,
  { passcode, withDomain = false }: { readonly passcode?: IamPasscode | undefined; readonly withDomain?: boolean } = {},
): HttpRequest {
  const project =
    'projectId' in scope
      ? { id: scope.projectId }
      : { name: scope.projectName, ...(withDomain ? { domain: { name: domain } } : {}) };
  const identity = {
    methods: passcode ? ['password', 'totp'] : ['password'],
    password: { user: { name: user, password, domain: { name: domain } } },
    ...(passcode ? { totp: { user: { id: passcode.userId, passcode: passcode.passcode } } } : {}),
  };
  return {
    method: 'POST',
    // Without the catalog the response is a tenth as long.
    url: `${endpoint}/v3/auth/tokens?nocatalog=true`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity, scope: { project } } }),
  };
}

/** Parses the response to {@link toTokenRequest}. */
export function readToken(
  response: HttpResponse,
): { readonly ok: true; readonly value: IamToken } | { readonly ok: false; readonly failure: RequestFailure } {
  const failure = readFailure(response, classifyHuaweiCode);
  if (failure) {
    return { ok: false, failure };
  }
  const token = response.headers['x-subject-token'];
  if (!token) {
    return { ok: false, failure: { kind: 'unexpected-shape', status: response.status, detail: 'no X-Subject-Token' } };
  }
  const body = readJson(response);
  const stated = toObject(toObject(body.ok && body.value)['token']);
  const projectId = toObject(stated['project'])['id'];
  return {
    ok: true,
    value: {
      token,
      expiresAt: usableUntil(stated, response),
      ...(typeof projectId === 'string' && projectId !== '' ? { projectId } : {}),
    },
  };
}

/** Whether a 401 proves that the password is right: Keystone sends a receipt to a user who needs a second factor. */
export function isReceipt({ status, headers }: HttpResponse): boolean {
  return status === 401 && Boolean(headers['openstack-auth-receipt']);
}

/** Whether a Keystone server requires the domain beside the project's name. */
export function wantsProjectDomain({ status, detail }: RequestFailure): boolean {
  return status === 400 && /domain in project/i.test(detail ?? '');
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}
