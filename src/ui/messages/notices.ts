import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Services } from '../services';
import { registerNotifications } from './notifications';
import { registerSessionExpiryWarnings } from './sessionExpiryWarnings';

/**
 * Registers the notifications that can wait until the first rows are drawn: tasks that ended, and sessions that expire soon.
 * Call it when it is known which connections have credentials.
 */
export function registerNotices(deps: Services): Disposable {
  const owned = new DisposableStore();
  owned.add(registerNotifications(deps, (ref) => deps.tree.reveal(ref)));
  owned.add(registerSessionExpiryWarnings(deps));
  return owned;
}
