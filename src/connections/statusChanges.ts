import type { Event } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Store } from '../tasks/ports/store';

/** What fires when a status may have changed. */
export interface StatusEvents {
  readonly connections: { readonly onDidChange: Event<unknown> };
  readonly providers: { readonly onDidChange: Event<unknown> };
  readonly store: Pick<Store, 'onDidChange'>;
}

/**
 * Calls `listener` with the connections whose status may have changed, or with `all`. Nothing fires when a backoff or a rate
 * limit is over: that time is in the status.
 */
export function onDidChangeStatus(
  { connections, providers, store }: StatusEvents,
  listener: (changed: readonly string[] | 'all') => void,
): Disposable {
  const owned = new DisposableStore();
  const all = (): void => {
    listener('all');
  };
  owned.add(connections.onDidChange(all));
  owned.add(providers.onDidChange(all));
  owned.add(
    store.onDidChange(({ connections: changed }) => {
      if (changed.length > 0) {
        listener(changed);
      }
    }),
  );
  return owned;
}
