import { message, type Message } from '../base/message';
import type { ProviderRegistry } from './registry';

/** Why there is no provider with this id: no extension provides it, or its definition has a mistake, whose place the sentence names. */
export function missingProvider(id: string, providers: Pick<ProviderRegistry, 'mistakeOf'>): Message {
  const mistake = providers.mistakeOf(id);
  return mistake
    ? message('The definition of the provider {0} has a mistake, at {1} of cloudTasks.providers.', id, mistake.pointer)
    : message('No installed extension provides "{0}".', id);
}
