import type { ProviderRegistry } from '../../providers/registry';
import type { TrackedTask } from '../../tasks/trackedTask';

/**
 * The status of a task whose meaning is not known, as the service sent it; `undefined` for every other task, and for those whose
 * provider has no definition to add the meaning to.
 */
export function unknownWordOf(
  providers: Pick<ProviderRegistry, 'hasDefinition'>,
  { state, progress, provider }: Pick<TrackedTask, 'state' | 'progress' | 'provider'>,
): string | undefined {
  const word = state === 'unknown' ? progress?.rawState : undefined;
  return word !== '' && providers.hasDefinition(provider) ? word : undefined;
}
