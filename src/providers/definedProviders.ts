import { Sequencer } from '../base/async/sequencer';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { isJsonObject } from '../base/json';
import { lazy, loadChunk } from '../base/loadChunk';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { message } from '../base/message';
import type { CatalogEntry, CatalogFiles } from './catalog';
import type { Mistake } from './definitions/mistake';
import type { ProviderRegistry } from './registry';

/** A setting that definitions depend on. */
export interface ProviderSetting {
  /** Its value, of any shape. */
  read(): unknown;
  readonly onDidChange: Event<unknown>;
}

/** Where definitions come from. */
export interface DefinitionSources {
  /** The setting `cloudTasks.providers`. */
  readonly setting: ProviderSetting;
  /** The setting `cloudTasks.connections`, which names entries of the catalog. */
  readonly connections: ProviderSetting;
  readonly catalog: CatalogFiles;
}

/**
 * Brings the definitions of the setting, and those of the catalog that connections name, into the registry, and follows both
 * settings. What compiles them is read only when there is a definition, and a file of the catalog only when it is wanted.
 */
export class DefinedProviders implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private readonly reading = new Sequencer();
  private mistakes: readonly Mistake[] = [];
  private readonly compiler = lazy(() => loadChunk(() => import('./definitions/readDefinitions')));
  private readonly reader = lazy(async () => {
    const { CatalogReader } = await loadChunk(() => import('./catalogReader'));
    return new CatalogReader(this.sources.catalog, this.log);
  });
  /** The ids that were looked up in the catalog. */
  private readonly looked = new Set<string>();

  /** Fires after the setting was read. */
  readonly onDidRead = this.changed.event;

  constructor(
    private readonly sources: DefinitionSources,
    private readonly registry: ProviderRegistry,
    private readonly log: Logger,
  ) {
    const { setting, connections } = sources;
    if (!isEmpty(setting.read()) || this.wanted().length > 0) {
      registry.define('loading');
    }
    this.owned.add(setting.onDidChange(() => void this.load()));
    this.owned.add(
      connections.onDidChange(() => {
        if (this.wanted().length > 0) {
          registry.define('loading');
          void this.load();
        }
      }),
    );
  }

  /** All mistakes of the setting, with pointers from its root such as `/2/progress/ratio`; as of the last {@link load}. */
  problems(): readonly Mistake[] {
    return this.mistakes;
  }

  /** Reads the setting again, and what connections name of the catalog. Never rejects. */
  load(): Promise<void> {
    return this.reading.queue(async () => {
      const value = this.sources.setting.read();
      try {
        const none = { definitions: [], mistakes: [] };
        const { definitions, mistakes } = isEmpty(value) ? none : (await this.compiler()).readDefinitions(value);
        await this.readCatalog(this.wanted());
        this.mistakes = mistakes;
        this.registry.define(definitions);
      } catch (error) {
        this.log.error(`The definitions were not read: ${toError(error).message}`);
        this.mistakes = [{ pointer: '', message: message('The definitions of providers could not be read.') }];
        this.registry.define([]);
      }
      this.changed.fire(undefined);
    });
  }

  /** Brings the entry of the catalog with this id into the registry, where nobody else provides it. @throws UserError */
  async provide(id: string): Promise<void> {
    await this.reading.queue(() => this.readCatalog(this.isMissing(id) ? [id] : []));
  }

  /** Reads the whole catalog, which is in the registry then. @returns its entries, sorted by label @throws UserError */
  catalog(): Promise<readonly CatalogEntry[]> {
    return this.reading.queue(() => this.readCatalog('all'));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async readCatalog(ids: readonly string[] | 'all'): Promise<readonly CatalogEntry[]> {
    if (ids.length === 0) {
      return [];
    }
    for (const id of ids === 'all' ? [] : ids) {
      this.looked.add(id);
    }
    const entries = await (await this.reader()).read(ids);
    this.registry.defineCatalog(entries.map(({ provider }) => provider));
    return entries;
  }

  /** The ids that connections name and nobody provides, and that were not looked up in the catalog. */
  private wanted(): readonly string[] {
    const value = this.sources.connections.read();
    const ids = (Array.isArray(value) ? (value as readonly unknown[]) : []).map((entry) =>
      isJsonObject(entry) ? entry['provider'] : undefined,
    );
    return ids.filter((id) => typeof id === 'string').filter((id) => this.isMissing(id));
  }

  private isMissing(id: string): boolean {
    return !this.looked.has(id) && !this.registry.get(id) && !this.registry.mistakeOf(id);
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
