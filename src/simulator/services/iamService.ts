import { isJsonObject } from '../../base/json';
import { accountName, type Accounts, type SimulatedAccount } from '../accounts';
import { jsonAnswer, queryProblem, type SimulatedAnswer, type SimulatedRequest } from '../exchange';
import { identify } from './huaweiGateway';
import { randomHex } from '../randomText';
import type { CloudState, Service } from './service';
import { stableHex } from '../stableHex';

type User = Extract<SimulatedAccount, { kind: 'iam-user' }>;

/** How long a token is valid, ms. */
const tokenLifetime = 24 * 60 * 60_000;
const usualProject = 'cn-north-4';

const titles = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const;

/**
 * Identity and Access Management: `POST /v3/auth/tokens` with the method `password`, and `totp` for users with login
 * protection, and `GET /v3/projects?name=`, by the IAM API Reference. A wrong name, password or passcode all give the
 * same 401, as reported of the live service.
 */
export const answerIam: Service = (request, cloud) => {
  const route = `${request.method} ${request.path}`;
  const answer =
    route === 'POST /v3/auth/tokens'
      ? issueToken(request, cloud)
      : route === 'GET /v3/projects'
        ? listProjects(request, cloud)
        : iamError(404, 'Not Found');
  return { ...answer, headers: { ...answer.headers, 'x-request-id': request.id } };
};

function iamError(status: keyof typeof titles, text: string): SimulatedAnswer {
  return jsonAnswer(status, { error: { message: text, code: status, title: titles[status] } });
}

function issueToken(request: SimulatedRequest, { accounts, now }: CloudState): SimulatedAnswer {
  const auth = toObject(bodyOf(request)['auth']);
  const identity = toObject(auth['identity']);
  const stated = toObject(toObject(identity['password'])['user']);
  const methods = Array.isArray(identity['methods']) ? identity['methods'] : [];
  const problem = queryProblem(request, ['nocatalog']) ?? (methods.includes('password') ? undefined : 'methods');
  if (problem !== undefined || typeof stated['name'] !== 'string' || typeof stated['password'] !== 'string') {
    return iamError(400, `The request body is invalid: ${problem ?? 'name and password of the user are required'}`);
  }
  const user = findUser(accounts, stated);
  const accepted =
    user?.password === stated['password'] && (!user.totp || isSecondFactor(identity, methods, user.totp));
  accounts.note(stated['name'], user !== undefined && accepted);
  if (!user || !accepted) {
    return iamError(401, 'The username or password is wrong.');
  }
  const project = toObject(toObject(auth['scope'])['project']);
  const projectName = user.projectName ?? usualProject;
  if (user.wantsProjectDomain && 'name' in project && !('domain' in project)) {
    return iamError(400, 'Expecting to find domain in project. The server could not comply with the request.');
  }
  if (project['id'] !== user.projectId && project['name'] !== projectName) {
    return iamError(401, 'The project is not found or the user has no access to it.');
  }
  const token = `MII${randomHex(400)}`;
  const expiresAt = now + tokenLifetime;
  const { projectId } = user;
  accounts.allow({ kind: 'iam-token', token, projectId, projectName, expiresAt, name: accountName(user) });
  const domain = { id: stableHex(user.domain, 32), name: user.domain };
  const body = {
    expires_at: sixDigits(expiresAt),
    issued_at: sixDigits(now),
    methods,
    project: { id: projectId, name: projectName, domain },
    user: { id: user.totp?.userId ?? stableHex(user.user, 32), name: user.user, domain, password_expires_at: '' },
    roles: [{ id: '0', name: 'te_admin' }],
    ...(request.query.get('nocatalog') ? {} : { catalog: [] }),
  };
  const answer = jsonAnswer(201, { token: body }, { 'x-subject-token': token });
  return { ...answer, account: accountName(user) };
}

function listProjects(request: SimulatedRequest, cloud: CloudState): SimulatedAnswer {
  const identified = identify(request, cloud);
  if (!identified.ok) {
    return iamError(401, `Incorrect IAM authentication information: ${identified.problem}`);
  }
  const { account } = identified;
  const problem = queryProblem(request, ['name', 'page', 'per_page']);
  if (problem !== undefined) {
    return iamError(400, problem);
  }
  const project = { id: account.projectId, name: account.projectName ?? usualProject, enabled: true, is_domain: false };
  const wanted = request.query.get('name');
  const projects = wanted === null || wanted === project.name ? [project] : [];
  return { ...jsonAnswer(200, { projects, links: { next: null, previous: null } }), account: accountName(account) };
}

function findUser(accounts: Accounts, stated: Record<string, unknown>): User | undefined {
  const domain = toObject(stated['domain'])['name'];
  return accounts.all('iam-user').find((user) => user.user === stated['name'] && user.domain === domain);
}

function isSecondFactor(
  identity: Record<string, unknown>,
  methods: readonly unknown[],
  totp: NonNullable<User['totp']>,
): boolean {
  const stated = toObject(toObject(identity['totp'])['user']);
  return methods.includes('totp') && stated['id'] === totp.userId && stated['passcode'] === totp.passcode;
}

/** The request's body as an object; an empty one when it is something else. */
function bodyOf({ body, headers }: SimulatedRequest): Record<string, unknown> {
  try {
    return headers['content-type']?.startsWith('application/json') ? toObject(JSON.parse(body)) : {};
  } catch {
    return {};
  }
}

function toObject(value: unknown): Record<string, unknown> {
  return isJsonObject(value) ? value : {};
}

/** ISO 8601 with six digits of a second, as Keystone writes it. @param at ms since the epoch */
function sixDigits(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
