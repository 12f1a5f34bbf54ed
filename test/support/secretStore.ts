import type { SecretStore } from '../../src/auth/credentialVault';
import { Emitter } from '../../src/base/event';

/** The editor's secret storage over a map. It fires every change in every window, a little later. */
export interface FakeSecretStore extends SecretStore {
  readonly entries: Map<string, string>;
  /** A locked keychain rejects everything. */
  locked: boolean;
}

/** Creates an empty, unlocked one. */
export function createSecretStore(): FakeSecretStore {
  const entries = new Map<string, string>();
  const changes = new Emitter<{ readonly key: string }>();
  const unlocked = async <T>(run: () => T): Promise<T> => {
    await Promise.resolve();
    if (secrets.locked) {
      throw new Error('The keychain is locked.');
    }
    return run();
  };
  const notify = (key: string): void => {
    queueMicrotask(() => {
      changes.fire({ key });
    });
  };
  const secrets: FakeSecretStore = {
    entries,
    locked: false,
    onDidChange: changes.event,
    get: (key) => unlocked(() => entries.get(key)),
    store: (key, value) =>
      unlocked(() => {
        entries.set(key, value);
        notify(key);
      }),
    delete: (key) =>
      unlocked(() => {
        entries.delete(key);
        notify(key);
      }),
  };
  return secrets;
}
