import type { Clock } from '../base/clock';
import type { CredentialAvailability } from './connectionStatus';

/** What the loader needs: reading one connection's credential version, and a way to tell of news. */
export interface CredentialLoaderDeps {
  readonly clock: Clock;
  /** @returns the version; undefined when there are no credentials. May reject, or never settle. */
  readonly readVersion: (connection: string) => Promise<number | undefined>;
  readonly onDidLoad: () => void;
}

/** A secret storage that has not answered after this time (ms) counts as having no credentials, until it does. */
const secretStorageTimeoutMs = 10_000;

/**
 * Knows which connections have credentials here. Reads them side by side, so that one slow answer holds up no other
 * connection.
 */
export class CredentialLoader {
  private readonly known = new Map<string, CredentialAvailability>();
  /** The latest read of each connection; an earlier one's answer is out of date. */
  private readonly latest = new Map<string, object>();

  constructor(private readonly deps: CredentialLoaderDeps) {}

  /** What is known of a connection's credentials. */
  availability(connection: string): CredentialAvailability {
    return this.known.get(connection) ?? 'loading';
  }

  /** Reads the credentials of these connections and forgets all others. Resolves when each has answered or timed out. */
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
    const { clock, readVersion } = this.deps;
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
      void readVersion(id)
        .catch(() => undefined)
        .then((version) => {
          timer.dispose();
          take(version ?? 'none');
          resolve();
        });
    });
  }
}
