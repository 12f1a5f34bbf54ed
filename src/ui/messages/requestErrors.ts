import type { UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import { blockingStatusOf, statusOf } from '../../connections/connectionStatus';
import { RequestError } from '../../http/failure';
import { connectionStatusText } from '../text/connectionStatusText';
import { mendOfFailure, resumePolling } from '../text/mend';
import { requestErrorText } from '../text/requestErrorText';
import type { SummaryDeps } from '../text/taskSummary';
import { pausedMessage, runningStatuses } from '../views/runningTasks';
import { MendableError } from './mendableError';

/**
 * Runs a request of the user to a connection.
 * @throws MendableError for a request that fails
 */
export async function requestOf<T>({ id, name }: Pick<Connection, 'id' | 'name'>, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof RequestError) {
      const text = message('{0}: {1}', name, requestErrorText(error));
      throw new MendableError(text, mendOfFailure(error.failure.kind, id), 'error', { cause: error });
    }
    throw error;
  }
}

/** The error that says why the status of a connection does not allow a refresh; `undefined` when it does. */
export function refreshError(deps: SummaryDeps, connection: string): UserError | undefined {
  const status = blockingStatusOf(connection, 'refresh', deps);
  const text = status && connectionStatusText(deps, connection, status);
  return text && new MendableError(message('{0}', text.fullSentence), text.mend, 'warning');
}

/** What a person must know who refreshes all tasks: that polling is paused, or that none of the tasks can be polled. */
export function refreshAllError(deps: SummaryDeps): UserError | undefined {
  const running = [...runningStatuses(deps).keys()];
  const paused = running.filter((id) => statusOf(id, deps).kind === 'polling-paused');
  const text = pausedMessage(deps);
  if (text) {
    return new MendableError(text, resumePolling(paused), 'warning');
  }
  const errors = running.map((id) => refreshError(deps, id));
  return errors.includes(undefined) ? undefined : errors[0];
}
