import { systemClock } from '../../src/base/clock';
import { createSimulatedCloud } from '../../src/simulator/simulatedCloud';
import { startCountingFront, type CountingFront } from './countingFront';
import { callKeystone, type KeystoneWorld } from './keystone';
import type { Account } from './product';

/** A cloud whose identity service is a real Keystone, and a task that runs there. */
export interface KeystoneStage {
  /** Identity service and task service live at one origin. */
  readonly front: CountingFront;
  readonly taskId: string;
  /** How often somebody signed in or tried to. */
  signIns(): number;
  /** A connection of the member's, signed in with the password unless said otherwise. */
  account(more?: Partial<Account['connection']>, credentials?: Account['credentials']): Account;
  /** Ends the token that was used last, as an administrator may at any time. */
  revokeLastToken(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Puts the simulated DSC behind Keystone: its gateway validates each token at Keystone, as the gateways of OpenStack do.
 * @param identity origin of Keystone
 */
export async function startKeystoneStage(
  identity: string,
  { domain, member, projectId }: KeystoneWorld,
): Promise<KeystoneStage> {
  const cloud = createSimulatedCloud({ clock: systemClock, unlimited: true });
  const services = await cloud.start();
  const taskId = cloud.addTask('dsc', { queuedMs: 0, runningMs: 3_600_000, outcome: 'succeeded', files: 4 });
  let lastToken = '';

  const check = async (token: string): Promise<void> => {
    lastToken = token;
    const { status, body } = await callKeystone(identity, 'GET', '/v3/auth/tokens', { token, subject: token });
    if (status === 200) {
      const { project, expires_at } = body.token;
      const expiresAt = Date.parse(expires_at);
      cloud.accounts.allow({ kind: 'iam-token', token, projectId: project.id, projectName: project.name, expiresAt });
    } else {
      cloud.accounts.revoke(token);
    }
  };
  const front = await startCountingFront(async ({ url = '', headers }) => {
    if (!url.startsWith('/v1/')) {
      return { origin: identity };
    }
    await check(String(headers['x-auth-token']));
    return { origin: services };
  });

  return {
    front,
    taskId,
    signIns: () => front.requests.filter(({ method, path }) => method === 'POST' && path.includes('auth')).length,
    account(more = {}, credentials) {
      const password = { kind: 'iam-password', domain, user: member.name, password: member.password } as const;
      const used = credentials ?? password;
      const place = { endpoint: front.origin, iamEndpoint: front.origin, region: 'cn-north-4', projectId };
      const connection = { id: 'works', name: 'Works', provider: 'huawei-dsc', credentials: used.kind, ...place };
      return { connection: { ...connection, ...more }, credentials: used };
    },
    async revokeLastToken() {
      await callKeystone(identity, 'DELETE', '/v3/auth/tokens', { token: lastToken, subject: lastToken });
    },
    async stop() {
      await front.stop();
      await cloud.stop();
    },
  };
}
