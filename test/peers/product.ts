import type { Credentials } from '../../src/auth/credentials';
import type { IamPasscode } from '../../src/auth/huawei/iamPassword';
import type { Clock } from '../../src/base/clock';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { Connection } from '../../src/connections/connection';
import { createHttpClient } from '../../src/http/httpClient';
import { builtInProviders } from '../../src/providers/builtInProviders';
import type { PageResult, Provider, TaskResult } from '../../src/providers/provider';
import { requestOrigins } from '../../src/providers/requestOrigins';
import { emptyMemory } from '../client/emptyMemory';

/** The providers that the product brings, by their ids. */
export const providers: ReadonlyMap<string, Provider> = new Map(
  builtInProviders.map((provider) => [provider.id, provider]),
);

/** A connection with the secret that a user would enter. */
export interface Account {
  readonly connection: Connection;
  readonly credentials: Credentials;
}

/** The product between the store and the network: it signs in, signs, sends and parses. */
export interface Product {
  /** Requests one task. */
  task(account: Account, id: string): Promise<TaskResult>;
  /** Requests the first page of tasks. */
  page(account: Account): Promise<PageResult>;
  /** Signs in with a passcode and requests one task with the token. */
  taskWithPasscode(account: Account, passcode: IamPasscode, id: string): Promise<TaskResult>;
}

/** A window of the product that has just been opened. */
export function createProduct(clock: Clock): Product {
  const client = new HttpServiceClient(createHttpClient({ clock }), clock, () => 30_000, emptyMemory);
  const toCall = ({ connection, credentials }: Account) => {
    const provider = providers.get(connection.provider);
    if (!provider) {
      throw new Error(`There is no provider ${connection.provider}.`);
    }
    return { provider, connection, credentials, origins: requestOrigins(provider, connection) };
  };
  return {
    task: (account, id) => client.task(toCall(account), id),
    page(account) {
      const call = toCall(account);
      if (!call.provider.list) {
        throw new Error(`${call.provider.id} has no list.`);
      }
      return client.page(call, call.provider.list);
    },
    async taskWithPasscode(account, passcode, id) {
      const persistedToken = await client.signIn(account.connection, account.credentials, passcode);
      return client.task({ ...toCall(account), ...(persistedToken && { persistedToken }) }, id);
    },
  };
}
