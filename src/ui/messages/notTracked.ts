import type { UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { TaskRef } from '../../tasks/task';
import type { ViewDeps } from '../shell/viewDeps';
import { trackAgain, type Mend } from '../text/mend';
import { MendableError } from './mendableError';

/** What helps where a task is no longer tracked; `undefined` where its connection is gone, too. */
export function mendOfUntracked({ connections }: Pick<ViewDeps, 'connections'>, ref: TaskRef): Mend | undefined {
  return connections.get(ref.connection) && trackAgain(ref);
}

/**
 * The error of an action on a task that is not tracked: a notification or a panel may outlive it.
 * @param name what the user knew it by; its ID when left out
 */
export function notTracked(deps: Pick<ViewDeps, 'connections'>, ref: TaskRef, name?: string): UserError {
  const text = name === undefined ? message('{0} is not tracked.', ref.id) : message('{0} is no longer tracked.', name);
  return new MendableError(text, mendOfUntracked(deps, ref), 'information');
}
