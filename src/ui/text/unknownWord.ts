import type { ProviderRegistry } from '../../providers/registry';
import type { TrackedTask } from '../../tasks/trackedTask';

/**
 * The status of a task that nothing says the meaning of, as the service sent it; `undefined` for every other task, and for those
 * whose definition the user cannot add the meaning to.
 */
export function unknownWordOf(
  providers: Pick<ProviderRegistry, 'isInSettings'>,
  { state, progress, provider }: Pick<TrackedTask, 'state' | 'progress' | 'provider'>,
): string | undefined {
  const word = state === 'unknown' ? progress?.rawState : undefined;
  return word !== '' && providers.isInSettings(provider) ? word : undefined;
}
