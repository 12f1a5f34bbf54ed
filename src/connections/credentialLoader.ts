import type { Clock } from '../base/clock';
import type { CredentialAvailability } from './connectionStatus';

/** The loader's dependencies. */
export interface CredentialLoaderDeps {
  readonly clock: Clock;
  /** Reads what the secret storage has for a connection. May reject, or never settle. */
  readonly read: (connection: string) => Promise<CredentialAvailability>;
  readonly onDidLoad: () => void;
}

/** Credentials that were not read after this time (ms) count as missing until they are. */
const secretStorageTimeoutMs = 10_000;

/**
 * Knows which connections have credentials on this machine. Reads them concurrently, so that a slow read delays no other
 * connection.
 */
export class CredentialLoader {
  private readonly known = new Map<string, CredentialAvailability>();
  /** The latest read of each connection; results of earlier ones are ignored. */
  private readonly latest = new Map<string, object>();

  constructor(private readonly deps: CredentialLoaderDeps) {}

  /** What is known of a connection's credentials. */
  availability(connection: string): CredentialAvailability {
    return this.known.get(connection) ?? 'loading';
  }

  /** Reads the credentials of these connections and forgets all others. Resolves when each was read or timed out. */
  async load(connections: readonly string[]): Promise<void> {
    for (const id of this.known.keys()) {
      if (!connections.includes(id)) {
        this.known.delete(id);
        this.latest.delete(id);
      }
    }
    await Promise.all(connections.map((id) => this.read(id)));
  }

  private read(id: string): Promise<void> {
    const { clock } = this.deps;
    const read = {};
    this.latest.set(id, read);
    const take = (availability: CredentialAvailability): void => {
      if (this.latest.get(id) === read && this.known.get(id) !== availability) {
        this.known.set(id, availability);
        this.deps.onDidLoad();
      }
    };
    return new Promise((resolve) => {
      const timer = clock.schedule(secretStorageTimeoutMs, () => {
        take('none');
        resolve();
      });
      void this.deps
        .read(id)
        .catch(() => 'none' as const)
        .then((availability) => {
          timer.dispose();
          take(availability);
          resolve();
        });
    });
  }
}
