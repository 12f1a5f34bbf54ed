import { UserError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { toDisposable, type Disposable } from '../base/lifecycle';
import { message } from '../base/message';
import { copyProvider } from './copyProvider';
import type { ForeignProvider } from './foreignProvider';
import { validatedProvider } from './validatedProvider';
import type { Provider } from './provider';
import { findInvalidField } from './providerSchema';

/** The registered providers, in the order of registration. */
export interface ProviderRegistry extends Disposable {
  /** Fires after a provider was added or removed. */
  readonly onDidChange: Event<void>;
  get(id: string): Provider | undefined;
  all(): readonly Provider[];
  /**
   * Adds a provider until the result is disposed.
   * @throws UserError when it is invalid, or its id is taken
   */
  register(provider: ForeignProvider): Disposable;
}

/**
 * @param builtIn the providers of this extension
 * @throws UserError when one of them is malformed or two share an id
 */
export function createProviderRegistry(builtIn: readonly Provider[]): ProviderRegistry {
  const changed = new Emitter<undefined>();
  let providers: ReadonlyMap<string, Provider> = new Map();

  function check(provider: ForeignProvider): void {
    const fault = findInvalidField(provider);
    if (fault !== undefined) {
      throw new UserError(
        fault === ''
          ? message('This is not a task provider.')
          : message('The task provider cannot be used: "{0}" is missing or not valid.', fault),
      );
    }
    if (providers.has(provider.id)) {
      throw new UserError(message('There is a task provider "{0}" already.', provider.id));
    }
  }

  function add(provider: Provider): void {
    providers = new Map([...providers, [provider.id, provider]]);
  }

  for (const provider of builtIn) {
    check(provider);
    add(provider);
  }

  return {
    onDidChange: changed.event,
    get: (id) => providers.get(id),
    all: () => [...providers.values()],
    register(provider) {
      const copy = readOnce(provider);
      check(copy);
      const { id } = copy;
      add(validatedProvider(copy));
      changed.fire(undefined);
      return toDisposable(() => {
        providers = new Map([...providers].filter(([other]) => other !== id));
        changed.fire(undefined);
      });
    },
    dispose() {
      changed.dispose();
    },
  };
}

/** Copies a provider of another extension. @throws UserError when a getter of it throws */
function readOnce(provider: ForeignProvider): ForeignProvider {
  try {
    return copyProvider(provider) as ForeignProvider;
  } catch (error) {
    throw new UserError(message('This is not a task provider.'), { cause: error });
  }
}
