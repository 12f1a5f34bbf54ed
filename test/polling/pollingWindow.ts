import { createCredentialVault } from '../../src/auth/credentialVault';
import type { Clock } from '../../src/base/clock';
import { DisposableStore, type Disposable } from '../../src/base/lifecycle';
import { TimeSlicer } from '../../src/base/timeSlicer';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import { rulesOf, statusOf } from '../../src/connections/connectionStatus';
import { onDidChangeStatus } from '../../src/connections/statusChanges';
import { createHttpClient } from '../../src/http/httpClient';
import { createConnectionRules } from '../../src/providers/checkConnection';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { createProviderRegistry } from '../../src/providers/registry';
import type { Store } from '../../src/tasks/ports/store';
import { Announcer } from '../../src/notices/announcer';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { Poller } from '../../src/polling/poller';
import { createTestLog } from '../store/sandbox';
import { createMemorySetting } from '../support/memorySetting';
import { createSecretStore } from '../support/secretStore';
import type { TestAccount } from '../support/testAccounts';

/** What a window without views needs. */
interface PollingWindowOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Its only connection. */
  readonly account: Pick<TestAccount, 'connection' | 'credentials'>;
  /** Is called with each task whose end is about to be announced. */
  readonly onAnnounce: (id: string) => void;
}

/** Opens a window that polls over real sockets and announces ends. */
export async function openPollingWindow({
  store,
  clock,
  account,
  onAnnounce,
}: PollingWindowOptions): Promise<Disposable> {
  const owned = new DisposableStore();
  const log = createTestLog();
  // Every window has the same version of the credentials, whenever it was opened.
  const vault = owned.add(createCredentialVault(createSecretStore(), { ...clock, now: () => 1 }));
  const providers = owned.add(createProviderRegistry([huaweiDsc]));
  const setting = createMemorySetting([account.connection]);
  const connections = owned.add(
    new ConnectionDirectory({ setting, vault, rules: createConnectionRules(providers), clock }),
  );
  const client = new HttpServiceClient(createHttpClient({ clock, log }), clock, () => 60_000, store.connections);
  const poller = owned.add(
    new Poller({
      ...{ store, connections, providers, client, clock, log },
      timeSlicer: owned.add(
        new TimeSlicer(clock, (error) => {
          throw error;
        }),
      ),
      limits: () => ({ minInterval: 5_000, maxInterval: 60_000 }),
      presence: () => 'focused',
      random: () => 0.5,
    }),
  );
  await vault.write(account.connection.id, account.credentials);
  await connections.load();
  owned.add(
    new Announcer({
      ...{ store, clock, log },
      isFocused: () => true,
      isWorthWaiting: (id) => rulesOf(statusOf(id, { store, connections, providers, clock })).startupWaits,
      onDidChangeStatus: (listener) => onDidChangeStatus({ store, connections, providers }, listener),
      isWanted: ({ task }) => {
        onAnnounce(task.id);
        return true;
      },
      show: () => undefined,
    }),
  );
  poller.start();
  return owned;
}
