import type { Event } from '../../base/event';
import type { Disposable } from '../../base/lifecycle';
import type { TaskRef } from '../task';
import type { ConnectionStates } from './connectionStates';
import type { Outbox } from './outbox';
import type { PollQueue } from './pollQueue';
import type { PresenceStore } from './presenceStore';
import type { RateLimits } from './rateLimits';
import type { TaskEditor } from './taskEditor';
import type { TaskReader } from './taskReader';

/** A change of the store by this window or another. */
export interface StoreChange {
  /** Tasks whose row is new, different or gone. */
  readonly tasks: readonly TaskRef[];
  /** Whether rows were added, removed or moved, so that lists must be read again. */
  readonly listsChanged: boolean;
  /** Connections whose state changed. */
  readonly connections: readonly string[];
  /** Whether the outbox may hold new notices. */
  readonly notices: boolean;
}

/** The only owner of tasks and of state that windows share, by role. Pass each class only the ports that it needs. */
export interface Store extends Disposable {
  /** Fires after a change by any window. After a change by this window, fires before the method returns. */
  readonly onDidChange: Event<StoreChange>;
  readonly tasks: TaskReader & TaskEditor;
  readonly queue: PollQueue;
  readonly connections: ConnectionStates;
  readonly rateLimits: RateLimits;
  readonly outbox: Outbox;
  readonly presence: PresenceStore;
}
