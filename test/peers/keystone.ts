import { createHmac, randomBytes } from 'node:crypto';
import { importScript } from '../support/importScript';

/** A real identity service; see scripts/peers/keystone.mjs. */
export interface Keystone {
  readonly lasting: string;
  readonly brief: string;
  readonly adminPassword: string;
  stop(): Promise<void>;
}

/** Starts Keystone, and unpacks it the first time. */
export async function startKeystone(): Promise<Keystone> {
  const script = await importScript<{ startKeystone(): Promise<Keystone> }>('scripts/peers/keystone.mjs');
  return script.startKeystone();
}

/** What a call of Keystone's API returned. */
export interface KeystoneResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: KeystoneBody;
}

/** What a body may hold; a test says which of it. */
export interface KeystoneBody {
  readonly token: { readonly project: { readonly id: string; readonly name: string }; readonly expires_at: string };
  readonly roles: readonly Named[];
  readonly domain: Named;
  readonly project: Named;
  readonly user: Named;
  readonly credential: Named;
}

interface Named {
  readonly id: string;
}

/** Calls Keystone's API. */
export async function callKeystone(
  origin: string,
  method: string,
  path: string,
  { token, subject, body }: { readonly token?: string; readonly subject?: string; readonly body?: unknown } = {},
): Promise<KeystoneResponse> {
  const response = await fetch(origin + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { 'x-auth-token': token }),
      ...(subject === undefined ? {} : { 'x-subject-token': subject }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as KeystoneBody };
}

/** Signs in as any client of Keystone does. @returns a token */
export async function signInAtKeystone(
  origin: string,
  { name, password, domain }: { readonly name: string; readonly password: string; readonly domain: string },
  scope: object,
): Promise<string> {
  const identity = { methods: ['password'], password: { user: { name, password, domain: { name: domain } } } };
  const body = { auth: { identity, scope } };
  const { headers } = await callKeystone(origin, 'POST', '/v3/auth/tokens', { body });
  return headers.get('x-subject-token') ?? '';
}

/** Who and what there is at Keystone, besides its administrator. */
export interface KeystoneWorld {
  readonly domain: string;
  /** Of the project `cn-north-4`; another one is named `cn-north-4_team`. */
  readonly projectId: string;
  /** An ordinary member of both projects, who may not list projects. */
  readonly member: KeystoneUser;
  /** Another one, whom the password alone does not let in. */
  readonly guarded: KeystoneUser;
  /** The six digits that the guarded user's device shows now. */
  passcode(): string;
}

/** A user with a password. */
export interface KeystoneUser {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

/** Makes a domain with projects and users, as an administrator would. */
export async function furnishKeystone({ lasting, adminPassword }: Keystone): Promise<KeystoneWorld> {
  const admin = { name: 'admin', password: adminPassword, domain: 'Default' };
  const token = await signInAtKeystone(lasting, admin, { project: { name: 'admin', domain: { name: 'Default' } } });
  const call = async (method: string, path: string, body?: unknown): Promise<KeystoneBody> => {
    const response = await callKeystone(lasting, method, `/v3/${path}`, { token, body });
    if (response.status >= 300) {
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
    }
    return response.body;
  };
  const create = async (kind: 'domain' | 'project' | 'user' | 'credential', value: object): Promise<string> =>
    (await call('POST', `${kind}s`, { [kind]: value }))[kind].id;

  const domainId = await create('domain', { name: 'factory' });
  const projects = [
    await create('project', { name: 'cn-north-4_team', domain_id: domainId }),
    await create('project', { name: 'cn-north-4', domain_id: domainId }),
  ];
  const { roles } = await call('GET', 'roles?name=member');
  const createUser = async (name: string): Promise<KeystoneUser> => {
    const password = `${name}-${randomBytes(8).toString('hex')}`;
    const id = await create('user', { name, password, domain_id: domainId });
    for (const project of projects) {
      await call('PUT', `projects/${project}/users/${id}/roles/${roles[0]!.id}`);
    }
    return { id, name, password };
  };

  const member = await createUser('operator');
  const guarded = await createUser('guarded');
  const secret = randomBytes(20);
  await create('credential', { type: 'totp', blob: toBase32(secret), user_id: guarded.id, project_id: projects[1] });
  const options = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] };
  await call('PATCH', `users/${guarded.id}`, { user: { options } });
  return { domain: 'factory', projectId: projects[1] ?? '', member, guarded, passcode: () => toPasscode(secret) };
}

/** RFC 4648, 6; for a number of bytes that is a multiple of five. */
function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five, 2)]).join('');
}

/** RFC 6238: six digits that are good for half a minute. */
function toPasscode(secret: Buffer): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const number = hash.readUInt32BE((hash[19] ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
