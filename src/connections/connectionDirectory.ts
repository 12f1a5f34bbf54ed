import type { Credentials } from '../auth/credentials';
import { noEditorAccounts, permittedOrigins, type EditorAccounts } from '../auth/editorAccount';
import type { CredentialVault, StoredCredentials } from '../auth/credentialVault';
import type { PersistedToken } from '../auth/huawei/iamPassword';
import { hmacSha256Hex, randomSecret } from '../auth/digest';
import { findOriginMismatch } from '../auth/origins';
import { Sequencer } from '../base/async/sequencer';
import { UserError } from '../base/errors';
import type { Clock } from '../base/clock';
import { Emitter, type Event } from '../base/event';
import { isJsonObject } from '../base/json';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { message } from '../base/message';
import { omitUndefined } from '../base/omitUndefined';
import { sameJson } from '../base/sameJson';
import { unsliced, type TimeSlicer } from '../base/timeSlicer';
import { checkCredentials } from './checkCredentials';
import type { Connection } from './connection';
import { noSuchConnection } from './connectionMessages';
import type { CredentialAvailability } from './connectionStatus';
import { CredentialLoader } from './credentialLoader';
import { EditorSessions } from './editorSessions';
import { unknownKeys } from './unknownKeys';
import {
  parseConnections,
  type ConnectionProblem,
  type ConnectionRules,
  type ParsedConnections,
} from './parseConnections';

/** The setting `cloudTasks.connections`. */
export interface ConnectionSetting {
  /** Its value, of any shape. */
  read(): unknown;
  /** @param entries its new value; nothing removes it @throws SettingsError */
  write(entries: readonly unknown[] | undefined): PromiseLike<void>;
  readonly onDidChange: Event<unknown>;
}

/** A connection whose credentials are on this machine. */
export interface UsableConnection {
  readonly id: string;
  readonly credentialVersion: number;
}

/** Credentials, and the origins that they may be sent to. */
export type BoundCredentials = StoredCredentials & Required<Pick<StoredCredentials, 'origins'>>;

/** A removed connection, with everything that restoring it needs. */
export interface RemovedConnection {
  readonly entry: unknown;
  readonly index: number;
  readonly connection: Connection;
  readonly stored: StoredCredentials | undefined;
}

/** The directory's dependencies. */
interface ConnectionDirectoryDeps {
  readonly setting: ConnectionSetting;
  readonly vault: CredentialVault;
  readonly rules: ConnectionRules;
  readonly clock: Clock;
  readonly accounts?: EditorAccounts;
  readonly log?: Pick<Logger, 'warn'>;
  /** Checks the credentials of all connections, which arrive together at the start. */
  readonly timeSlicer?: Pick<TimeSlicer, 'run'>;
}

/**
 * The connections as this window sees them: the settings, and which of them have credentials on this machine. It follows
 * the settings and SecretStorage, which own the data.
 */
export class ConnectionDirectory implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<void>());
  private parsed: ParsedConnections = { connections: [], problems: [] };
  private readonly loader: CredentialLoader;
  private readonly reading = new Sequencer();
  /** The state at the last {@link onDidChange}. */
  private lastAnnounced = '';
  private willAnnounce = false;
  /** Serializes reads and writes of the setting, so that no change is lost. */
  private readonly writing = new Sequencer();

  private fingerprintKey: Promise<string> | undefined;
  private readonly sessions: EditorSessions;

  /** Fires when the connections change, or which of them have credentials. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly deps: ConnectionDirectoryDeps) {
    const { setting, vault, clock, accounts = noEditorAccounts, log } = deps;
    this.sessions = new EditorSessions(accounts, vault, log);
    this.loader = new CredentialLoader({
      clock,
      read: (id) => this.readAvailability(id),
      onDidLoad: () => {
        this.announceSoon();
      },
    });
    this.parse();
    this.owned.add(setting.onDidChange(() => void this.load()));
    this.owned.add(vault.onDidChange(() => void this.loadCredentials()));
    this.owned.add(accounts.onDidChange(() => void this.loadCredentials()));
  }

  /** The connections that can be used, in the order of the settings. */
  all(): readonly Connection[] {
    return this.parsed.connections;
  }

  /** The connection with this id, if it can be used. */
  get(id: string): Connection | undefined {
    return this.parsed.connections.find((connection) => connection.id === id);
  }

  /** The connection with this id. @throws UserError when there is none that can be used */
  require(id: string): Connection {
    const connection = this.get(id);
    if (!connection) {
      throw new UserError(noSuchConnection(id));
    }
    return connection;
  }

  /** The entries of the setting that cannot be used, and why. */
  problems(): readonly ConnectionProblem[] {
    return this.parsed.problems;
  }

  /** The connections that have credentials here, as of the last {@link load}. */
  withCredentials(): readonly UsableConnection[] {
    return this.parsed.connections.flatMap(({ id }) => {
      const credentialVersion = this.loader.availability(id);
      return typeof credentialVersion === 'number' ? [{ id, credentialVersion }] : [];
    });
  }

  /** Whether the connection has credentials on this machine. */
  credentialAvailability(id: string): CredentialAvailability {
    return this.loader.availability(id);
  }

  /** Reads settings and credentials again. Resolves when each connection's credentials were read or timed out. */
  load(): Promise<void> {
    this.parse();
    return this.loadCredentials();
  }

  private loadCredentials(): Promise<void> {
    return this.reading.queue(() => this.readCredentials());
  }

  private async readCredentials(): Promise<void> {
    await this.loader.load(this.parsed.connections.map(({ id }) => id));
    this.announce();
  }

  /** Resolves once it is known whether these connections have credentials here, at the latest when the storage timed out. */
  async whenLoaded(ids: readonly string[]): Promise<void> {
    const isLoading = (): boolean => ids.some((id) => this.get(id) && this.loader.availability(id) === 'loading');
    if (isLoading()) {
      // Behind a read that is running already, which usually suffices.
      await this.reading.queue(() => (isLoading() ? this.readCredentials() : Promise.resolve()));
    }
  }

  /**
   * The fingerprint of credentials, which tells them from others and says nothing about them.
   * @param realm where they are used
   */
  async fingerprint(credentials: Credentials, realm: string): Promise<string> {
    // Without a secret storage the fingerprints are known in this window only.
    this.fingerprintKey ??= this.deps.vault.fingerprintKey().catch(() => randomSecret());
    return hmacSha256Hex(await this.fingerprintKey, JSON.stringify([realm, credentials]));
  }

  /** Once for all credentials that arrive together. */
  private announceSoon(): void {
    if (!this.willAnnounce) {
      this.willAnnounce = true;
      queueMicrotask(() => {
        this.willAnnounce = false;
        this.announce();
      });
    }
  }

  private announce(): void {
    const availabilities = this.parsed.connections.map(({ id }) => this.loader.availability(id));
    const current = JSON.stringify([this.parsed, availabilities]);
    if (current !== this.lastAnnounced) {
      this.lastAnnounced = current;
      this.changed.fire();
    }
  }

  /**
   * The connection's credentials, if they are on this machine and of the kind that the connection names. They may have been
   * entered for other origins than the connection has by now. The editor may be signed out of an account that they name.
   */
  async credentials(connection: Connection): Promise<BoundCredentials | undefined> {
    const stored = await this.deps.vault.read(connection.id);
    if (connection.credentials === 'none') {
      // Keep the old version number, otherwise windows that saw it would treat these credentials as outdated.
      return { version: stored?.version ?? 1, credentials: { kind: 'none' }, origins: [] };
    }
    return stored?.credentials.kind === connection.credentials
      ? { ...stored, origins: stored.origins ?? (await this.bind(connection)) }
      : undefined;
  }

  private async readAvailability(id: string): Promise<CredentialAvailability> {
    const connection = this.get(id);
    const stored = connection && (await this.credentials(connection));
    const version = stored && (await this.sessions.versionOf(id, stored));
    if (!stored || version === undefined) {
      return 'none';
    }
    const { credentials, origins } = stored;
    const { timeSlicer = unsliced } = this.deps;
    return timeSlicer.run(() => {
      const urls = credentials.kind === 'none' ? [] : (this.deps.rules.origins(connection) ?? []);
      return findOriginMismatch(permittedOrigins(credentials, origins), urls) ?? version;
    });
  }

  /** Binds credentials without origins to those of a connection; to none while its provider is not known. */
  private async bind(connection: Connection): Promise<readonly string[]> {
    const origins = this.deps.rules.origins(connection);
    return (origins && (await this.deps.vault.bind(connection.id, origins))) ?? [];
  }

  /** Saving a connection without credentials must not take those that are stored to another place. */
  private async bindToPresent(id: string): Promise<void> {
    const stored = await this.deps.vault.read(id);
    if (stored && !stored.origins) {
      const present = this.get(id);
      await this.deps.vault.bind(id, (present && this.deps.rules.origins(present)) ?? []);
    }
  }

  /**
   * Adds a connection, or replaces the one with the same id. The secret is stored first, so that no window sees the
   * connection without it. It is bound to the origins of this connection; without new credentials, the stored ones keep the
   * origins that they were entered for. If the setting cannot be written, the secret is as before.
   * @param persistedToken the token that the credentials and a passcode were exchanged for; without one, unchanged credentials keep theirs
   * @throws UserError when the connection is not valid; SettingsError
   */
  save(connection: Connection, credentials: Credentials | undefined, persistedToken?: PersistedToken): Promise<void> {
    return this.saveAll([omitUndefined({ connection, credentials, persistedToken })]);
  }

  /** The same for several. Saves none when one is not valid, and writes the settings once. @throws UserError */
  async saveAll(
    saved: readonly {
      readonly connection: Connection;
      readonly credentials?: Credentials;
      readonly persistedToken?: PersistedToken;
    }[],
  ): Promise<void> {
    // Only common keys and the provider's fields go into the settings: any other key of a caller's may be a secret.
    const checked = saved.map(({ connection, credentials, persistedToken }) => {
      const entry = this.checkEntry(connection);
      return { entry, credentials: credentials && checkCredentials(entry, credentials), persistedToken };
    });
    const replaced: { readonly id: string; readonly before: StoredCredentials | undefined }[] = [];
    for (const { entry, credentials, persistedToken } of checked) {
      if (credentials) {
        const before = await this.deps.vault.read(entry.id);
        replaced.push({ id: entry.id, before });
        const isSame = JSON.stringify(before?.credentials) === JSON.stringify(credentials);
        const token = persistedToken ?? (isSame ? before?.persistedToken : undefined);
        const more = omitUndefined({ persistedToken: token, origins: this.deps.rules.origins(entry) });
        await this.deps.vault.write(entry.id, credentials, more);
      } else {
        await this.bindToPresent(entry.id);
      }
    }
    try {
      await this.writing.queue(() => {
        const entries = [...this.entries()];
        for (const { entry } of checked) {
          const index = this.indexOf(entry.id, entries);
          const kept = unknownKeys(entries[index], entry.provider, this.deps.rules);
          entries.splice(index < 0 ? entries.length : index, index < 0 ? 0 : 1, { ...entry, ...kept });
        }
        return this.write(entries);
      });
    } catch (error) {
      for (const { id, before } of replaced) {
        await (before ? this.deps.vault.restore(id, before) : this.deps.vault.remove(id));
      }
      throw error;
    }
  }

  /**
   * Removes a connection and its secret.
   * @returns the input of {@link restore}; undefined when there is no such connection
   */
  async remove(id: string): Promise<RemovedConnection | undefined> {
    return (await this.removeAll([id]))[0];
  }

  /** The same for several; the settings are written once. */
  removeAll(ids: readonly string[]): Promise<readonly RemovedConnection[]> {
    return this.writing.queue(async () => {
      const entries = this.entries();
      const removed: RemovedConnection[] = [];
      for (const id of ids) {
        const connection = this.get(id);
        const stored = await this.deps.vault.read(id);
        const index = this.indexOf(id);
        if (connection && index >= 0) {
          removed.push({ entry: entries[index], index, connection, stored });
        }
      }
      const gone = new Set(removed.map(({ index }) => index));
      if (gone.size > 0) {
        await this.write(entries.filter((_, index) => !gone.has(index)));
      }
      for (const { connection } of removed) {
        await this.deps.vault.remove(connection.id);
      }
      return removed;
    });
  }

  /**
   * Restores a connection that {@link remove} removed.
   * @throws UserError when another one has its id by now, whose secret stays; SettingsError
   */
  restore({ connection: { id, name }, entry, index, stored }: RemovedConnection): Promise<void> {
    return this.writing.queue(async () => {
      if (this.indexOf(id) >= 0) {
        throw new UserError(
          message('{0} cannot be restored: another connection has its ID "{1}" by now. Add it again.', name, id),
        );
      }
      if (stored) {
        await this.deps.vault.restore(id, stored);
      }
      try {
        await this.write(this.entries().toSpliced(index, 0, entry));
      } catch (error) {
        if (stored) {
          await this.deps.vault.remove(id);
        }
        throw error;
      }
    });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private checkEntry(connection: Connection): Connection {
    const { rules } = this.deps;
    const { connections, problems } = parseConnections([connection], {
      fieldKeys: (provider) => rules.fieldKeys(provider) ?? [],
      check: (each) => rules.check(each),
    });
    const [entry] = connections;
    if (!entry) {
      throw new UserError(problems[0]?.message ?? message('This is not a connection.'));
    }
    return entry;
  }

  private parse(): void {
    this.parsed = parseConnections(this.deps.setting.read(), this.deps.rules);
  }

  private entries(): readonly unknown[] {
    const value = this.deps.setting.read();
    return Array.isArray(value) ? (value as unknown[]) : [];
  }

  /** The connection's index in the setting; else that of an unusable entry with its id; else -1. */
  private indexOf(id: string, entries = this.entries()): number {
    const usable = entries.findIndex((entry) => parseConnections([entry], this.deps.rules).connections[0]?.id === id);
    return usable >= 0 ? usable : entries.findIndex((entry) => isJsonObject(entry) && entry['id'] === id);
  }

  /** Writes the setting if it changes. @throws SettingsError */
  private async write(entries: readonly unknown[]): Promise<void> {
    if (!sameJson(entries, this.deps.setting.read())) {
      await this.deps.setting.write(entries);
    }
    await this.load();
  }
}
