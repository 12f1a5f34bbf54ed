import { toError } from '../base/errors';
import { lazy, loadChunk } from '../base/loadChunk';
import type { Logger } from '../base/log';
import type { CatalogEntry, CatalogFiles } from './catalog';

/** Reads entries of the catalog, each once. What compiles them is read with the first. */
export class CatalogReader {
  /** By their ids; undefined for an id that has none. */
  private readonly entries = new Map<string, CatalogEntry | undefined>();
  private readonly compiler = lazy(() => loadChunk(() => import('./definitions/readDefinitions')));

  constructor(
    private readonly files: CatalogFiles,
    private readonly log: Logger,
  ) {}

  /** Reads the entries with these ids, or all. Never rejects. @returns all that were read so far, sorted by label */
  async read(ids: readonly string[] | 'all'): Promise<readonly CatalogEntry[]> {
    for (const id of ids === 'all' ? await this.list() : ids) {
      if (!this.entries.has(id)) {
        this.entries.set(id, await this.readOne(id));
      }
    }
    return [...this.entries.values()]
      .filter((entry) => entry !== undefined)
      .sort((one, other) => one.provider.label.localeCompare(other.provider.label));
  }

  private async readOne(id: string): Promise<CatalogEntry | undefined> {
    try {
      const file = await this.files.read(id);
      return file === undefined ? undefined : (await this.compiler()).readCatalogEntry(file, id);
    } catch (error) {
      this.log.error(`The definition ${id} of the catalog was not read: ${toError(error).message}`);
      return undefined;
    }
  }

  private async list(): Promise<readonly string[]> {
    try {
      return await this.files.list();
    } catch (error) {
      this.log.error(`The catalog was not read: ${toError(error).message}`);
      return [];
    }
  }
}
