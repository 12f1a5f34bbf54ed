import { SequencerByKey } from '../base/async/sequencer';
import type { Clock } from '../base/clock';
import { Emitter, type Event } from '../base/event';
import { isJsonObject } from '../base/json';
import type { Disposable } from '../base/lifecycle';
import { omitUndefined } from '../base/omitUndefined';
import { unsliced, type TimeSlicer } from '../base/timeSlicer';
import type { Credentials } from './credentials';
import { randomSecret } from './digest';
import type { PersistedToken } from './huawei/iamPassword';
import { parseCredentials } from './parseCredentials';

/** Where secrets are stored; `vscode.SecretStorage` is one. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  /** Fires for changes by any window, this one among them. */
  readonly onDidChange: Event<{ readonly key: string }>;
}

/** A connection's credentials as they are stored. */
export interface StoredCredentials {
  /** When they were written (ms since the epoch); larger than the version of any before them. */
  readonly version: number;
  readonly credentials: Credentials;
  /** The token that these credentials and a passcode were exchanged for. */
  readonly persistedToken?: PersistedToken;
  /** The origins (scheme, host and port) that they were entered for; absent while these are not known. */
  readonly origins?: readonly string[];
  /** The ID of the editor's session that they were last used with, for an account of the editor. */
  readonly session?: string;
}

/** The credentials of all connections, one secret each. Calls for one connection run one after another. */
export interface CredentialVault extends Disposable {
  /** The credentials of a connection. A damaged entry counts as none. */
  read(connection: string): Promise<StoredCredentials | undefined>;
  /** Replaces the credentials of a connection. Returns their version. */
  write(
    connection: string,
    credentials: Credentials,
    more?: Pick<StoredCredentials, 'persistedToken' | 'origins'>,
  ): Promise<number>;
  /**
   * Adds the origins of credentials that have none yet; those that have some keep them. The version stays.
   * @returns the origins that are stored now; undefined without credentials
   */
  bind(connection: string, origins: readonly string[]): Promise<readonly string[] | undefined>;
  /**
   * Notes the session of the editor that credentials of this version are used with. Other credentials stay as they are.
   * @param isNew whether the user has signed in again, so that the credentials get a new version
   * @returns the version that is stored now; undefined without credentials
   */
  noteSession(connection: string, version: number, session: string, isNew: boolean): Promise<number | undefined>;
  /** Restores removed credentials, with their version unless a newer one has been seen. Returns the version. */
  restore(connection: string, stored: StoredCredentials): Promise<number>;
  remove(connection: string): Promise<void>;
  /** The key for fingerprints of credentials, made with its first use and shared by all windows. */
  fingerprintKey(): Promise<string>;
  /** Fires the id of a connection whose credentials were added, changed or removed, by any window. */
  readonly onDidChange: Event<string>;
}

const prefix = 'cloudTasks.credentials.';
const fingerprintKeyName = 'cloudTasks.fingerprintKey';

/**
 * Keeps credentials in a {@link SecretStore}.
 * @param slicer parses them: those of all connections arrive together at the start
 */
export function createCredentialVault(
  secrets: SecretStore,
  clock: Clock,
  slicer: Pick<TimeSlicer, 'run'> = unsliced,
): CredentialVault {
  const changed = new Emitter<string>();
  /** Each entry as last seen: an entry is read once, and the event of an own write is not a change. */
  const seen = new Map<string, Promise<string | undefined>>();
  const newest = new Map<string, number>();
  const sequencer = new SequencerByKey<string>();

  async function read(connection: string): Promise<StoredCredentials | undefined> {
    const known = seen.get(connection) ?? Promise.resolve(secrets.get(prefix + connection));
    seen.set(connection, known);
    try {
      const entry = await known;
      const stored = await slicer.run(() => parseEntry(entry));
      newest.set(connection, Math.max(newest.get(connection) ?? 0, stored?.version ?? 0));
      return stored;
    } catch (error) {
      // A keychain that was locked may be open the next time.
      if (seen.get(connection) === known) {
        seen.delete(connection);
      }
      throw error;
    }
  }

  /** Writes or deletes an entry and fires the event. */
  async function put(connection: string, entry: string | undefined): Promise<void> {
    const before = seen.get(connection);
    const next = Promise.resolve(entry);
    seen.set(connection, next);
    try {
      await (entry === undefined ? secrets.delete(prefix + connection) : secrets.store(prefix + connection, entry));
    } catch (error) {
      if (before) {
        seen.set(connection, before);
      } else {
        seen.delete(connection);
      }
      throw error;
    }
    changed.fire(connection);
  }

  /** @param stored its version is written unless a newer one has been seen; 0 for a new version */
  async function putVersion(connection: string, { version: wanted, ...stored }: StoredCredentials): Promise<number> {
    await read(connection);
    const last = newest.get(connection) ?? 0;
    const version = wanted > 0 && wanted >= last ? wanted : Math.max(clock.now(), last + 1);
    newest.set(connection, version);
    await put(connection, JSON.stringify({ version, ...stored }));
    return version;
  }

  /** Reads an entry again after a change event, and fires the event when it differs. */
  async function compare(connection: string): Promise<void> {
    const known = seen.get(connection);
    const fresh = Promise.resolve(secrets.get(prefix + connection));
    try {
      const [before, entry] = await Promise.all([known, fresh]);
      if (known !== undefined && before === entry) {
        return;
      }
      seen.set(connection, fresh);
    } catch {
      seen.delete(connection);
    }
    changed.fire(connection);
  }

  const subscription = secrets.onDidChange(({ key }) => {
    if (key.startsWith(prefix)) {
      const connection = key.slice(prefix.length);
      // In sequence, so that the event of an own write finds the entry known.
      void sequencer.queue(connection, () => compare(connection));
    }
  });

  return {
    read,
    write: (connection, credentials, more) =>
      sequencer.queue(connection, () => putVersion(connection, { version: 0, credentials, ...more })),
    bind: (connection, origins) =>
      sequencer.queue(connection, async () => {
        const stored = await read(connection);
        if (!stored || stored.origins) {
          return stored?.origins;
        }
        await put(connection, JSON.stringify({ ...stored, origins }));
        return origins;
      }),
    noteSession: (connection, version, session, isNew) =>
      sequencer.queue(connection, async () => {
        const stored = await read(connection);
        return stored?.version === version
          ? putVersion(connection, { ...stored, version: isNew ? 0 : version, session })
          : stored?.version;
      }),
    restore: (connection, stored) => sequencer.queue(connection, () => putVersion(connection, stored)),
    remove: (connection) =>
      sequencer.queue(connection, async () => {
        // Its version must not be used again.
        await read(connection);
        await put(connection, undefined);
      }),
    fingerprintKey: () => readFingerprintKey(secrets),
    onDidChange: changed.event,
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}

/** Reads the key again after writing it: of two windows that make one at the same time, the last to write decides. */
async function readFingerprintKey(secrets: SecretStore): Promise<string> {
  const stored = await secrets.get(fingerprintKeyName);
  if (stored) {
    return stored;
  }
  const made = randomSecret();
  await secrets.store(fingerprintKeyName, made);
  return (await secrets.get(fingerprintKeyName)) ?? made;
}

function parseEntry(entry: string | undefined): StoredCredentials | undefined {
  let value: unknown;
  try {
    value = JSON.parse(entry ?? '');
  } catch {
    return undefined;
  }
  if (!isJsonObject(value) || !Number.isSafeInteger(value['version'])) {
    return undefined;
  }
  const credentials = parseCredentials(value['credentials']);
  const persistedToken = parsePersistedToken(value['persistedToken']);
  const origins = parseOrigins(value['origins']);
  const session = typeof value['session'] === 'string' ? value['session'] : undefined;
  const version = Number(value['version']);
  return credentials && omitUndefined({ version, credentials, persistedToken, origins, session });
}

function parsePersistedToken(value: unknown): PersistedToken | undefined {
  if (!isJsonObject(value)) {
    return undefined;
  }
  const { place, token, expiresAt, projectId } = value;
  return typeof place === 'string' && typeof token === 'string' && typeof expiresAt === 'number'
    ? { place, token, expiresAt, ...(typeof projectId === 'string' && { projectId }) }
    : undefined;
}

function parseOrigins(value: unknown): readonly string[] | undefined {
  return value === undefined ? undefined : [value].flat().filter((each) => typeof each === 'string');
}
