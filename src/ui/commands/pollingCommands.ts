import { CancelledError } from '../../base/errors';
import type { Services } from '../services';
import { connectionFromArgs, rowsOfKind } from './commandArguments';
import type { Handlers } from './handlers';
import { currentRows } from './taskTargets';

/**
 * The commands that pause and resume polling: of the given connections, or of all. The actions in the view's title have
 * commands of their own: VS Code passes them the focused row, which they are not about.
 */
export function pollingCommands(deps: Services): Handlers<'pausePolling' | 'resumePolling' | 'pauseAll' | 'resumeAll'> {
  const { store, poller, clock } = deps;
  const pause = (ids: readonly string[]): void => {
    store.connections.pausePolling(ids, clock.now());
  };
  const resume = (ids: readonly string[]): void => {
    poller.resumePolling(ids);
  };
  return {
    pausePolling(...args) {
      pause(connectionsOf(deps, args));
    },
    resumePolling(...args) {
      resume(connectionsOf(deps, args));
    },
    pauseAll() {
      pause(allConnections(deps));
    },
    resumeAll() {
      resume(allConnections(deps));
    },
  };
}

/**
 * @throws UserError when the given connection does not exist
 * @throws CancelledError when a row is current that is no connection's
 */
function connectionsOf(deps: Services, args: readonly unknown[]): readonly string[] {
  const rows = currentRows(deps, args);
  if (rows) {
    const ids = rowsOfKind('connection', rows).map(({ connection }) => connection);
    if (ids.length === 0) {
      throw new CancelledError();
    }
    return ids;
  }
  const id = connectionFromArgs(args[0]);
  return id === undefined ? allConnections(deps) : [deps.connections.require(id).id];
}

function allConnections({ connections }: Services): readonly string[] {
  return connections.all().map(({ id }) => id);
}
