import type { StoredCredentials } from '../../src/auth/credentialVault';
import { createCredentialVault } from '../../src/auth/credentialVault';
import type { Connection } from '../../src/connections/connection';
import type { SimulatedCloud } from '../../src/simulator/simulatedCloud';
import { createSecretStore } from '../support/secretStore';
import { createTestAccount, type TestAccount, type TestAccountName } from '../support/testAccounts';

/**
 * What becomes of a key.
 *
 * - `good`: the service accepts it
 * - `never accepted`: it is wrong, and several connections use it
 * - `revoked`: the service accepts it until the middle of the storm; several connections use it
 */
export type KeyFate = 'good' | 'never accepted' | 'revoked';

/** A key, the place where it is used, and the connections that use it. */
export interface StormKey {
  readonly name: string;
  readonly fate: KeyFate;
  readonly account: TestAccount;
  readonly connections: readonly Connection[];
}

/** Connections of one rejected key. */
const sharing = 4;

const good: Readonly<Partial<Record<TestAccountName, number>>> = {
  'dsc-iam-token': 16,
  'dsc-aksk': 8,
  'vod-iam-token': 6,
  'vod-iam-password': 4,
  'koodrive-app': 8,
  'shoplazza-2022-01': 10,
  'shoplazza-2025-06': 8,
};
const rejected = ['dsc-iam-token', 'dsc-aksk', 'shoplazza-2025-06'] as const;

/** A key's name, the account it is made from, and what becomes of it. */
export type StormKeyName = readonly [name: string, account: TestAccountName, fate: KeyFate];

/**
 * Names the keys of a storm, each of which has a place of its own. When clocks jump, KooDrive's connections sign in with
 * tokens: KooDrive rejects a signature with a wrong time as it rejects a wrong key, so that the product rightly stops.
 */
export function nameStormKeys(hasJumps: boolean): readonly StormKeyName[] {
  const used = ([account, count]: readonly [string, number]): readonly StormKeyName[] => {
    const made = hasJumps && account === 'koodrive-app' ? 'koodrive-token' : (account as TestAccountName);
    return Array.from({ length: count }, (_, index) => [`${made}-${index}`, made, 'good']);
  };
  return [
    ...Object.entries(good).flatMap(used),
    ...rejected.map((account): StormKeyName => [`${account}-never`, account, 'never accepted']),
    ...rejected.map((account): StormKeyName => [`${account}-revoked`, account, 'revoked']),
  ];
}

/** Makes a key with a new secret. @param origin its place */
export function createStormKey(
  [name, accountName, fate]: StormKeyName,
  origin: string,
  cloud: SimulatedCloud,
): StormKey {
  const made = createTestAccount(accountName, origin);
  // The public part of a key is its name, and must be one key's alone.
  const account = { ...made, ...withOwnName(made, name) };
  if (fate !== 'never accepted') {
    cloud.accounts.allow(account.account);
  }
  const count = fate === 'good' ? 1 : sharing;
  const connections = Array.from({ length: count }, (_, index) => {
    const id = count === 1 ? name : `${name}-${index}`;
    return { ...account.connection, id, name: id };
  });
  return { name, fate, account, connections };
}

function withOwnName({ account, credentials }: TestAccount, name: string): Partial<TestAccount> {
  if (credentials.kind === 'aksk' && account.kind === 'aksk') {
    const accessKey = `AK${name.replace(/\W/g, '').toUpperCase()}`;
    return { account: { ...account, accessKey }, credentials: { ...credentials, accessKey } };
  }
  if (credentials.kind === 'koodrive-app' && account.kind === 'koodrive-app') {
    const appId = `18${name.replace(/\D/g, '').padStart(16, '0')}`;
    return { account: { ...account, appId }, credentials: { ...credentials, appId } };
  }
  if (credentials.kind === 'iam-password' && account.kind === 'iam-user') {
    return { account: { ...account, user: name }, credentials: { ...credentials, user: name } };
  }
  return {};
}

/** Stops accepting a key. */
export function revoke(cloud: SimulatedCloud, { account: { account } }: StormKey): void {
  switch (account.kind) {
    case 'aksk':
      cloud.accounts.revoke(account.accessKey);
      break;
    case 'iam-token':
    case 'access-token':
      cloud.accounts.revoke(account.token);
      break;
    case 'koodrive-app':
    case 'koodrive-token':
    case 'iam-user':
      throw new Error(`Keys of the kind ${account.kind} are not revoked in a storm`);
  }
}

/** The content of the secret storage that all windows share: credentials as the product stores them. */
export async function createSecrets(keys: readonly StormKey[]): Promise<Readonly<Record<string, string>>> {
  const secrets = createSecretStore();
  const vault = createCredentialVault(secrets, { now: () => 1, schedule: () => ({ dispose: () => undefined }) });
  for (const { account, connections } of keys) {
    for (const { id, endpoint = '' } of connections) {
      const more: Pick<StoredCredentials, 'origins'> = { origins: [endpoint] };
      await vault.write(id, account.credentials, more);
    }
  }
  await vault.fingerprintKey();
  vault.dispose();
  return Object.fromEntries(secrets.entries);
}
