import type { Credentials } from '../../auth/credentials';
import type { SimulatedAccount } from '../accounts';
import { randomDigits, randomHex } from '../randomText';
import type { demoConnectionIds } from './demoIds';
import { stableHex } from '../stableHex';

type DemoCredentials = Extract<Credentials, { kind: 'aksk' | 'iam-token' | 'koodrive-app' | 'access-token' }>;

/** A connection of the demo, in the format of the setting `cloudTasks.connections`. */
export interface DemoConnection {
  readonly id: (typeof demoConnectionIds)[number];
  readonly name: string;
  readonly provider: string;
  readonly credentials: DemoCredentials['kind'];
  readonly endpoint: string;
  /** Any other key is a field of the provider. */
  readonly [field: string]: string | undefined;
}

/**
 * Returns the four connections of the demo.
 * @param origin the result of `SimulatedCloud.start`
 * @param translate their names
 */
export function demoConnections(
  origin: string,
  translate: (name: string) => string = (name) => name,
): readonly DemoConnection[] {
  const project = (id: string) => ({ region: 'cn-north-4', projectId: stableHex(id, 32) });
  return [
    {
      id: 'demo-dsc',
      name: translate('Factory drawings (demo)'),
      provider: 'huawei-dsc',
      credentials: 'aksk',
      endpoint: origin,
      ...project('demo-dsc'),
    },
    {
      id: 'demo-vod',
      name: translate('Video studio (demo)'),
      provider: 'huawei-vod',
      credentials: 'iam-token',
      endpoint: origin,
      ...project('demo-vod'),
    },
    {
      id: 'demo-koodrive',
      name: translate('Company drive (demo)'),
      provider: 'huawei-koodrive',
      credentials: 'koodrive-app',
      endpoint: origin,
      userId: '1505000000000000001',
    },
    {
      id: 'demo-shoplazza',
      name: translate('Lamp shop (demo)'),
      provider: 'shoplazza',
      credentials: 'access-token',
      endpoint: origin,
      shop: 'lamps-demo',
      apiVersion: '2025-06',
    },
  ];
}

/** Creates random credentials for a connection of the demo. */
export function createDemoCredentials({ credentials: kind }: Pick<DemoConnection, 'credentials'>): DemoCredentials {
  switch (kind) {
    case 'aksk':
      return { kind, accessKey: `DEMO${randomHex(16).toUpperCase()}`, secretKey: randomHex(40) };
    case 'iam-token':
      return { kind, token: `demo-${randomHex(64)}` };
    case 'koodrive-app':
      return { kind, appId: randomDigits(18), appSecret: randomHex(40) };
    case 'access-token':
      return { kind, token: `demo-${randomHex(40)}` };
  }
}

/**
 * Creates the account of a connection of the demo, for `SimulatedCloud.accounts.allow`.
 * @returns undefined when these are not credentials of the connection's kind
 */
export function toDemoAccount(connection: DemoConnection, credentials: Credentials): SimulatedAccount | undefined {
  const { id: name, projectId = '', userId = '', shop = '' } = connection;
  if (credentials.kind !== connection.credentials) {
    return undefined;
  }
  switch (credentials.kind) {
    case 'aksk':
    case 'iam-token':
      return { name, projectId, ...credentials };
    case 'koodrive-app':
      return { name, userId, ...credentials };
    case 'access-token':
      return { name, shop, ...credentials };
    default:
      return undefined;
  }
}
