import { akskAlgorithm } from '../../auth/huawei/akskSigner';
import { verifyAksk } from '../signatures/verifyAksk';
import { readStatedSignature } from '../signatures/verifySignature';
import { accountName, type SimulatedAccount } from '../accounts';
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest } from '../exchange';
import type { CloudState } from './service';

/** An account that may call services of a project. */
export type ProjectAccount = Extract<SimulatedAccount, { kind: 'aksk' | 'iam-token' }>;

/** Who asks, or why that is not accepted, in the gateway's words. */
export type Identified =
  { readonly ok: true; readonly account: ProjectAccount } | { readonly ok: false; readonly problem: string };

/** An error in the shape of Huawei's services and of their gateway. */
export function huaweiError(request: SimulatedRequest, status: number, code: string, text: string): SimulatedAnswer {
  const body = { error_code: code, error_msg: text };
  return jsonAnswer(status, code.startsWith('APIGW.') ? { ...body, request_id: request.id } : body, {
    'x-request-id': request.id,
  });
}

/** The gateway's answer for a path or method that it does not have: it looks both up together. */
export function noSuchApi(request: SimulatedRequest): SimulatedAnswer {
  return huaweiError(request, 404, 'APIGW.0101', 'The API does not exist or has not been published in the environment');
}

/** Finds out who asks, by AK/SK signature or by `X-Auth-Token`. */
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
 * Lets a request through to a service of a project, with the gateway's errors (API Request Signing Guide, error codes).
 * A project that is not the account's gives 403 APIGW.0302: the account is known but may not call this. (The documents
 * name the code and the status; that the gateway and not the service says so is our reading.)
 * @returns an answer when the request may not pass, else the account
 */
export function enterProject(
  request: SimulatedRequest,
  cloud: CloudState,
  projectId: string,
): { readonly refusal: SimulatedAnswer } | { readonly account: ProjectAccount } {
  const identified = identify(request, cloud);
  if (!identified.ok) {
    const text = `Incorrect IAM authentication information: ${identified.problem}`;
    return { refusal: huaweiError(request, 401, 'APIGW.0301', text) };
  }
  const { account } = identified;
  const stated = request.headers['x-project-id'] ?? projectId;
  if (account.projectId !== projectId || stated !== projectId) {
    const text = 'The IAM user is not authorized to access the API: the project is not yours';
    return {
      refusal: { ...huaweiError(request, 403, 'APIGW.0302', text), account: accountName(account) },
    };
  }
  return { account };
}
