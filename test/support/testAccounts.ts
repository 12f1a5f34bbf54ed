import type { Credentials } from '../../src/auth/credentials';
import type { Connection } from '../../src/connections/connection';
import type { SimulatedAccount } from '../../src/simulator/accounts';
import type { SimulatedService } from '../../src/simulator/simulatedTask';
import { markedSecret } from './markedSecret';

/** A connection to the simulated cloud, its secret, and the account there that it opens. */
export interface TestAccount {
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly account: SimulatedAccount;
  readonly service: SimulatedService;
}

const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const project = { region: 'cn-north-4', projectId };

/** Every provider with every kind of credentials that it takes by itself, and both shapes of Shoplazza's responses. */
const makers = {
  'dsc-aksk': () => dsc(aksk('dsc')),
  'dsc-temporary-key': () => dsc({ ...aksk('dsc-temporary'), securityToken: markedSecret('security-token') }),
  'dsc-iam-token': () => dsc({ kind: 'iam-token', token: markedSecret('dsc-iam') }),
  'vod-aksk': () => vod(aksk('vod')),
  'vod-iam-token': () => vod({ kind: 'iam-token', token: markedSecret('vod-iam') }),
  'vod-iam-password': (origin) => {
    const user = { domain: 'company', user: 'operator', password: markedSecret('iam password') };
    return {
      ...vod({ kind: 'iam-token', token: '' }),
      connection: { provider: 'huawei-vod', ...project, iamEndpoint: origin },
      credentials: { kind: 'iam-password', ...user },
      account: { kind: 'iam-user', ...user, projectId },
    };
  },
  'koodrive-token': () => {
    const token = `Bearer+${markedSecret('koodrive')}`;
    return koodrive({ kind: 'koodrive-token', token }, { kind: 'koodrive-token', token });
  },
  'koodrive-app': () => {
    const app = { kind: 'koodrive-app', appId: '180000000000000001', appSecret: markedSecret('app') } as const;
    return koodrive(app, { ...app, userId: '1505084218764547200' });
  },
  'shoplazza-2022-01': () => shop('2022-01'),
  'shoplazza-2025-06': () => shop('2025-06'),
} as const satisfies Record<string, (origin: string) => Made>;

type Made = Omit<TestAccount, 'connection'> & {
  readonly connection: Readonly<Record<string, string>> & Pick<Connection, 'provider'>;
};

/** Names one of the {@link testAccountNames}. */
export type TestAccountName = keyof typeof makers;

/** The names of all test accounts. */
export const testAccountNames = Object.keys(makers) as readonly TestAccountName[];

/** Makes an account with new secrets. Its connection's id is its name. @param origin the simulated cloud's */
export function createTestAccount(name: TestAccountName, origin: string): TestAccount {
  const made: Made = makers[name](origin);
  const { kind } = made.credentials;
  const connection = { id: name, name: `My ${name}`, credentials: kind, endpoint: origin, ...made.connection };
  return { ...made, connection };
}

function aksk(name: string): Extract<Credentials, { kind: 'aksk' }> {
  return { kind: 'aksk', accessKey: `AK${name.replace(/\W/g, '').toUpperCase()}`, secretKey: markedSecret(name) };
}

function dsc(credentials: Extract<Credentials, { kind: 'aksk' | 'iam-token' }>): Made {
  const connection = { provider: 'huawei-dsc', ...project };
  return { service: 'dsc', connection, credentials, account: { ...credentials, projectId } };
}

function vod(credentials: Extract<Credentials, { kind: 'aksk' | 'iam-token' }>): Made {
  return { ...dsc(credentials), service: 'vod', connection: { provider: 'huawei-vod', ...project } };
}

function koodrive(credentials: Credentials, account: SimulatedAccount): Made {
  const connection = { provider: 'huawei-koodrive', userId: '1505084218764547200' };
  return { service: 'koodrive', connection, credentials, account };
}

function shop(apiVersion: string): Made {
  const credentials = { kind: 'access-token', token: markedSecret(`shop-${apiVersion}`) } as const;
  const connection = { provider: 'shoplazza', shop: 'lamps', apiVersion };
  return { service: 'shoplazza', connection, credentials, account: credentials };
}
