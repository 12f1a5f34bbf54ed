import { UserError } from '../../base/errors';
import { message, type Message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import { statusOf } from '../../connections/connectionStatus';
import { RequestError } from '../../http/failure';
import { failureMessage } from '../../http/failureMessage';
import { localize } from '../shell/localize';
import type { Severity } from '../shell/showMessage';
import { connectionStatusText } from '../text/connectionStatusText';
import { mendOfFailure, resumePolling, type Mend } from '../text/mend';
import type { SummaryDeps } from '../text/taskSummary';
import { pausedMessage, runningStatuses } from '../views/runningTasks';

/** An error that names the connection it is about; its message offers the one action that helps, if there is one. */
export class MendableError extends UserError {
  override readonly name = 'MendableError';

  constructor(
    human: Message,
    readonly mend: Mend | undefined,
    readonly severity: Severity,
    options?: ErrorOptions,
  ) {
    super(human, options);
  }
}

/**
 * Runs a request of the user to a connection.
 * @throws MendableError for a request that fails
 */
export async function requestOf<T>({ id, name }: Pick<Connection, 'id' | 'name'>, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof RequestError) {
      const text = message('{0}: {1}', name, localize(failureMessage(error.failure)));
      throw new MendableError(text, mendOfFailure(error.failure.kind, id), 'error', { cause: error });
    }
    throw error;
  }
}

/** The error for a task that cannot be polled now, which says why. @param connection the task's */
export function blockedError(deps: SummaryDeps, connection: string): UserError {
  const text = connectionStatusText(deps, connection);
  const name = deps.connections.get(connection)?.name ?? connection;
  return text
    ? new MendableError(message('{0}: {1}', name, text.sentence), text.mend, 'warning')
    : new UserError(message('The secret storage of this machine does not respond.'));
}

/**
 * What a person must know who has all tasks refreshed: that polling is paused, or that none of the tasks can be polled.
 * @param canPoll whether a request of the connection would be sent
 */
export function allBlockedError(deps: SummaryDeps, canPoll: (connection: string) => boolean): UserError | undefined {
  const running = [...runningStatuses(deps).keys()];
  const paused = running.filter((id) => statusOf(id, deps).kind === 'polling-paused');
  const text = pausedMessage(deps);
  if (text) {
    return new MendableError(text, resumePolling(paused), 'warning');
  }
  const [first] = running;
  return first === undefined || running.some(canPoll) ? undefined : blockedError(deps, first);
}
