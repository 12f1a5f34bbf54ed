import { createCredentialVault, type CredentialVault } from '../../src/auth/credentialVault';
import type { Credentials } from '../../src/auth/credentials';
import { toOrigins } from '../../src/auth/origins';
import { message } from '../../src/base/message';
import type { Connection } from '../../src/connections/connection';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import type { ConnectionRules } from '../../src/connections/parseConnections';
import { createManualClock } from '../support/manualClock';
import { createMemorySetting, type MemorySetting } from '../support/memorySetting';
import { createSecretStore, type FakeSecretStore } from '../support/secretStore';
import { useFresh } from '../support/useFresh';

/** A connection of a built-in provider. */
export const works: Connection = { id: 'works', name: 'Works', provider: 'huawei-dsc', credentials: 'iam-token' };
/** A connection whose provider has a field of its own. */
export const shop: Connection = { ...works, id: 'shop', provider: 'shop', shop: 'lamps' };

/** The credentials of these connections. */
export function token(text: string): Credentials {
  return { kind: 'iam-token', token: text };
}

/** A directory of connections with settings and secrets that tests change. */
export class DirectoryWorld {
  readonly clock = createManualClock();
  secrets: FakeSecretStore = createSecretStore();
  /** The installed providers and the keys of their fields. */
  fieldKeys = new Map<string, readonly string[]>([
    ['huawei-dsc', ['region', 'projectId']],
    ['shop', ['shop', 'apiVersion', 'endpoint']],
  ]);
  setting: MemorySetting = createMemorySetting([]);
  vault: CredentialVault = createCredentialVault(this.secrets, this.clock);
  directory: ConnectionDirectory = this.createDirectory();
  /** How often the directory has announced a change. */
  changes = 0;

  /** The connections that can be polled. */
  readable(): readonly string[] {
    return this.directory.withCredentials().map(({ id }) => id);
  }

  /** Opens a window on the settings and secrets that there are, or on these settings. */
  open(value?: unknown): void {
    this.setting = value === undefined ? this.setting : createMemorySetting(value);
    this.vault = createCredentialVault(this.secrets, this.clock);
    this.directory = this.createDirectory();
    this.changes = 0;
  }

  end(): void {
    this.directory.dispose();
    this.vault.dispose();
  }

  private createDirectory(): ConnectionDirectory {
    const rules: ConnectionRules = {
      fieldKeys: (provider) => this.fieldKeys.get(provider),
      check: ({ region }) => (region === 'nowhere' ? message('There is no region {0}.', region) : undefined),
      origins: ({ provider, endpoint, iamEndpoint }) =>
        this.fieldKeys.has(provider)
          ? toOrigins([endpoint ?? `https://${provider}.example.com`, iamEndpoint])
          : undefined,
    };
    const directory = new ConnectionDirectory({ setting: this.setting, vault: this.vault, rules, clock: this.clock });
    directory.onDidChange(() => (this.changes += 1));
    return directory;
  }
}

/** Makes a directory before each test of a `describe`. The result may be used inside of tests only. */
export function useDirectory(): DirectoryWorld {
  return useFresh(() => new DirectoryWorld());
}
