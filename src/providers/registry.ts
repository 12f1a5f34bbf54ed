import { UserError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { toDisposable, type Disposable } from '../base/lifecycle';
import { message } from '../base/message';
import type { Mistake } from './definitions/mistake';
import type { Provider } from './provider';

/** What came of a definition. */
export type Definition = { readonly provider: Provider } | { readonly id: string; readonly mistake: Mistake };

/** The registered providers. */
export interface ProviderRegistry extends Disposable {
  /** Fires after a provider was added or removed. */
  readonly onDidChange: Event<void>;
  /** A definition in the settings counts before a provider that was registered under its id, and that before the catalog. */
  get(id: string): Provider | undefined;
  /** The built-in ones, those from definitions in the settings, and those of other extensions; without the catalog. */
  all(): readonly Provider[];
  /** The first mistake of the definition with this id, which therefore provides nothing; undefined when there is none. */
  mistakeOf(id: string): Mistake | undefined;
  /** Whether this provider is from a definition, in the settings or in the catalog, which the user can change or copy. */
  hasDefinition(id: string): boolean;
  /** Whether definitions were not read yet, so that a provider may still come. */
  isLoading(): boolean;
  /** Replaces the providers from definitions, each with another id; `loading` until they are known. */
  define(definitions: readonly Definition[] | 'loading'): void;
  /** Replaces the providers of the catalog, which are there for the ids that nobody else has. */
  defineCatalog(providers: readonly Provider[]): void;
  /**
   * Adds a provider until the result is disposed.
   * @throws UserError when its id is taken
   */
  register(provider: Provider): Disposable;
}

/**
 * @param builtIn the providers of this extension
 * @throws UserError when two of them share an id
 */
export function createProviderRegistry(builtIn: readonly Provider[]): ProviderRegistry {
  const changed = new Emitter<undefined>();
  const own = new Set(builtIn.map(({ id }) => id));
  let providers: ReadonlyMap<string, Provider> = new Map();
  let defined: ReadonlyMap<string, Definition> = new Map();
  let inCatalog: ReadonlyMap<string, Provider> = new Map();
  let isLoading = false;

  function get(id: string): Provider | undefined {
    const definition = defined.get(id);
    return definition
      ? 'provider' in definition
        ? definition.provider
        : undefined
      : (providers.get(id) ?? inCatalog.get(id));
  }

  function mistakeOf(id: string): Mistake | undefined {
    const definition = defined.get(id);
    return definition && 'mistake' in definition ? definition.mistake : undefined;
  }

  function add(provider: Provider): void {
    const { id } = provider;
    if (providers.has(id)) {
      throw new UserError(message('There is a task provider "{0}" already.', id));
    }
    providers = new Map([...providers, [id, provider]]);
  }

  for (const provider of builtIn) {
    add(provider);
  }

  return {
    onDidChange: changed.event,
    get,
    all() {
      return [...new Set([...own, ...defined.keys(), ...providers.keys()])].flatMap((id) => get(id) ?? []);
    },
    mistakeOf,
    hasDefinition: (id) => (defined.has(id) ? mistakeOf(id) === undefined : !providers.has(id) && inCatalog.has(id)),
    isLoading: () => isLoading,
    define(next) {
      const hadAny = isLoading || defined.size > 0;
      isLoading = next === 'loading';
      if (next !== 'loading' && (hadAny || next.length > 0)) {
        const entries = next.map((each) => ['provider' in each ? each.provider.id : each.id, each] as const);
        // A built-in provider cannot be replaced.
        defined = new Map(entries.filter(([id]) => !own.has(id)));
        changed.fire(undefined);
      }
    },
    defineCatalog(next) {
      inCatalog = new Map(next.map((each) => [each.id, each]));
      changed.fire(undefined);
    },
    register(provider) {
      add(provider);
      changed.fire(undefined);
      return toDisposable(() => {
        // Its id may be another one's by now.
        if (providers.get(provider.id) === provider) {
          providers = new Map([...providers].filter(([id]) => id !== provider.id));
          changed.fire(undefined);
        }
      });
    },
    dispose() {
      changed.dispose();
    },
  };
}
