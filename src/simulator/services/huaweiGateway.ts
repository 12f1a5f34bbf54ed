import { akskAlgorithm } from '../../auth/huawei/akskSigner';
import { verifyAksk } from '../signatures/verifyAksk';
import { readStatedSignature } from '../signatures/verifySignature';
import { accountName, type SimulatedAccount } from '../accounts';
import { jsonResponse, type SimulatedResponse, type SimulatedRequest } from '../exchange';
import type { CloudState } from './service';

/** An account that may call services of a project. */
export type ProjectAccount = Extract<SimulatedAccount, { kind: 'aksk' | 'iam-token' }>;

/** The authenticated account, or the gateway's error text. */
export type Identified =
  { readonly ok: true; readonly account: ProjectAccount } | { readonly ok: false; readonly problem: string };

/** Creates an error response in the format of Huawei's services and their gateway. */
export function huaweiError(request: SimulatedRequest, status: number, code: string, text: string): SimulatedResponse {
  const body = { error_code: code, error_msg: text };
  return jsonResponse(status, code.startsWith('APIGW.') ? { ...body, request_id: request.id } : body, {
    'x-request-id': request.id,
  });
}

/** The gateway's response for an unknown path or method. */
export function noSuchApi(request: SimulatedRequest): SimulatedResponse {
  return huaweiError(request, 404, 'APIGW.0101', 'The API does not exist or has not been published in the environment');
}

/** Authenticates a request by its AK/SK signature or `X-Auth-Token`. */
export function identify(request: SimulatedRequest, { accounts, now }: CloudState): Identified {
  const authorization = request.headers['authorization'];
  if (authorization !== undefined) {
    const accessKey = readStatedSignature(authorization, akskAlgorithm, 'Access')?.id ?? '';
    if (accounts.isLocked(accessKey)) {
      return { ok: false, problem: 'AK access failed to reach the limit,forbidden' };
    }
    const verified = verifyAksk(request, (id) => accounts.find('aksk', id), now);
    if (accessKey !== '') {
      accounts.note(accessKey, verified.ok);
    }
    const account = verified.ok ? accounts.find('aksk', verified.accessKey) : undefined;
    return account ? { ok: true, account } : { ok: false, problem: verified.ok ? '' : verified.problem };
  }
  const token = request.headers['x-auth-token'];
  if (!token) {
    return { ok: false, problem: 'x-auth-token not found' };
  }
  const account = accounts.find('iam-token', token);
  const expiresAt = account?.expiresAt ?? Infinity;
  accounts.note(token, account !== undefined && now < expiresAt);
  if (!account) {
    return { ok: false, problem: 'decrypt token fail' };
  }
  return now < expiresAt
    ? { ok: true, account }
    : { ok: false, problem: `token expires, expires_at: ${new Date(expiresAt).toISOString()}` };
}

/**
 * Authenticates a request and authorizes it for a project, with the gateway's errors (API Request Signing Guide, error
 * codes). Another account's project gives 403 APIGW.0302. The documents list this code and status; we assume that the
 * gateway returns it, not the service.
 * @returns the account, or the response that rejects the request
 */
export function enterProject(
  request: SimulatedRequest,
  cloud: CloudState,
  projectId: string,
): { readonly rejection: SimulatedResponse } | { readonly account: ProjectAccount } {
  const identified = identify(request, cloud);
  if (!identified.ok) {
    const text = `Incorrect IAM authentication information: ${identified.problem}`;
    return { rejection: huaweiError(request, 401, 'APIGW.0301', text) };
  }
  const { account } = identified;
  const stated = request.headers['x-project-id'] ?? projectId;
  if (account.projectId !== projectId || stated !== projectId) {
    const text = 'The IAM user is not authorized to access the API: the project is not yours';
    return {
      rejection: { ...huaweiError(request, 403, 'APIGW.0302', text), account: accountName(account) },
    };
  }
  return { account };
}
