import { isJsonObject } from '../../base/json';
import { accountName, type Accounts, type SimulatedAccount, type SimulatedProject } from '../accounts';
import { jsonResponse, queryProblem, type SimulatedResponse, type SimulatedRequest } from '../exchange';
import { randomHex } from '../randomText';
import { stableHex } from '../stableHex';
import { iamError } from './iamError';
import { domainOf, projectsOf } from './iamProjects';
import type { CloudState } from './service';

type User = Extract<SimulatedAccount, { kind: 'iam-user' }>;
type Stated = Readonly<Record<string, unknown>>;

const usualLifetime = 24 * 60 * 60_000;
const receiptLifetime = 5 * 60_000;

/**
 * `POST /v3/auth/tokens` with the method `password`, and `totp` for users with login protection. A wrong name, password or
 * passcode all give the same 401, as reported of the live service.
 */
export function issueToken(request: SimulatedRequest, { accounts, now }: CloudState): SimulatedResponse {
  const auth = toObject(bodyOf(request)['auth']);
  const identity = toObject(auth['identity']);
  const stated = toObject(toObject(identity['password'])['user']);
  const methods = Array.isArray(identity['methods']) ? identity['methods'] : [];
  const problem = queryProblem(request, ['nocatalog']) ?? (methods.includes('password') ? undefined : 'methods');
  if (problem !== undefined || typeof stated['name'] !== 'string' || typeof stated['password'] !== 'string') {
    return iamError(400, `The request body is invalid: ${problem ?? 'name and password of the user are required'}`);
  }
  const scope = toObject(auth['scope']);
  const user = findUser(accounts, stated);
  if (user?.wantsProjectDomain && 'name' in toObject(scope['project']) && !('domain' in toObject(scope['project']))) {
    return iamError(400, 'Expecting to find domain in project. The server could not comply with the request.');
  }
  const isRightPassword = user?.password === stated['password'];
  const accepted = isRightPassword && (!user.totp || isSecondFactor(identity, methods, user.totp));
  accounts.note(stated['name'], accepted);
  if (!accepted) {
    return isRightPassword && user.givesReceipt && !methods.includes('totp')
      ? toReceipt(user, now)
      : iamError(401, 'The username or password is wrong.');
  }
  const found = findScope(user, scope);
  if (!found) {
    return iamError(401, 'The project is not found or the user has no access to it.');
  }
  const token = `MII${randomHex(400)}`;
  const expiresAt = now + (user.tokenLifetime ?? usualLifetime);
  const projects = projectsOf(user);
  const { domain, mayNotListProjects = false } = user;
  accounts.allow({
    ...{ kind: 'iam-token', token, expiresAt, name: accountName(user), domain, mayNotListProjects },
    ...(found.project ? { projectId: found.project.id, projectName: found.project.name } : { projectId: '' }),
    otherProjects: projects.filter(({ id }) => id !== found.project?.id),
  });
  const body = {
    expires_at: sixDigits(expiresAt),
    issued_at: sixDigits(now),
    methods,
    ...(found.project && { project: { id: found.project.id, name: found.project.name, domain: domainOf(user) } }),
    ...(found.isDomain && { domain: domainOf(user) }),
    user: { ...userOf(user), password_expires_at: '' },
    roles: [{ id: '0', name: 'te_admin' }],
    ...(request.query.get('nocatalog') ? {} : { catalog: [] }),
  };
  return { ...jsonResponse(201, { token: body }, { 'x-subject-token': token }), account: accountName(user) };
}

/** What a token shall be good for: a project, the whole company, or nothing in particular. Nothing where that is not the user's. */
function findScope(
  user: User,
  scope: Stated,
): { readonly project?: SimulatedProject; readonly isDomain?: true } | undefined {
  if (isJsonObject(scope['domain'])) {
    return isDomainOf(user, scope['domain']) ? { isDomain: true } : undefined;
  }
  if (!isJsonObject(scope['project'])) {
    return Object.keys(scope).length === 0 ? {} : undefined;
  }
  const { id, name, domain } = scope['project'];
  const isElsewhere = isJsonObject(domain) && !isDomainOf(user, domain);
  const project = projectsOf(user).find(
    ({ enabled = true, ...known }) => enabled && (id === undefined ? known.name === name : known.id === id),
  );
  return project && !isElsewhere ? { project } : undefined;
}

function isDomainOf(user: User, stated: Stated): boolean {
  const { id, name } = domainOf(user);
  return stated['id'] === id || stated['name'] === name;
}

/** Keystone's response to the right password of a user who needs a second factor. */
function toReceipt(user: User, now: number): SimulatedResponse {
  const receipt = {
    methods: ['password'],
    user: userOf(user),
    expires_at: sixDigits(now + receiptLifetime),
    issued_at: sixDigits(now),
  };
  return jsonResponse(
    401,
    { receipt, required_auth_methods: [['password', 'totp']] },
    { 'openstack-auth-receipt': `gAAAA${randomHex(60)}` },
  );
}

function findUser(accounts: Accounts, stated: Stated): User | undefined {
  const domain = toObject(stated['domain'])['name'];
  return accounts.all('iam-user').find((user) => user.user === stated['name'] && user.domain === domain);
}

function userOf(user: User): Record<string, unknown> {
  return { id: user.totp?.userId ?? stableHex(user.user, 32), name: user.user, domain: domainOf(user) };
}

function isSecondFactor(identity: Stated, methods: readonly unknown[], totp: NonNullable<User['totp']>): boolean {
  const stated = toObject(toObject(identity['totp'])['user']);
  return methods.includes('totp') && stated['id'] === totp.userId && stated['passcode'] === totp.passcode;
}

/** The request's body as an object; an empty one when it is something else. */
function bodyOf({ body, headers }: SimulatedRequest): Stated {
  try {
    return headers['content-type']?.startsWith('application/json') ? toObject(JSON.parse(body)) : {};
  } catch {
    return {};
  }
}

function toObject(value: unknown): Stated {
  return isJsonObject(value) ? value : {};
}

/** ISO 8601 with six digits of a second, as Keystone writes it. @param at ms since the epoch */
function sixDigits(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
