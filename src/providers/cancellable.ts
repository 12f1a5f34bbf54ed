import { message, type Message } from '../base/message';
import { isEnded, type TaskState } from '../tasks/task';
import type { Provider } from './provider';

/**
 * Whether a service may stop a task in this state. A task of an unknown state may have any, so that the service decides.
 * @param provider undefined where it is not installed
 */
export function isCancellable(
  provider: Pick<Provider, 'cancel' | 'cancellableStates'> | undefined,
  state: TaskState,
): boolean {
  const states = provider?.cancellableStates;
  return (
    provider?.cancel !== undefined &&
    !isEnded(state) &&
    (state === 'unknown' || states === undefined || states.includes(state))
  );
}

/** Says that a provider has no request that stops a task. */
export function cannotCancel({ label }: Pick<Provider, 'label'>): Message {
  return message('{0} cannot cancel tasks.', label);
}
