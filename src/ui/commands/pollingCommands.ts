import { UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { Services } from '../services';
import { connectionFromArgs } from './commandArguments';
import type { Handlers } from './handlers';

/** The commands that pause and resume polling: of the given connection, or of all. */
export function pollingCommands(deps: Services): Handlers<'pausePolling' | 'resumePolling'> {
  const { store, poller, clock } = deps;
  return {
    pausePolling(args) {
      store.connections.pausePolling(connectionsOf(deps, args), clock.now());
    },
    resumePolling(args) {
      poller.resumePolling(connectionsOf(deps, args));
    },
  };
}

/** @throws UserError when the given connection does not exist */
function connectionsOf({ connections }: Services, args: unknown): readonly string[] {
  const id = connectionFromArgs(args);
  if (id !== undefined && !connections.get(id)) {
    throw new UserError(message('There is no connection {0} in the settings.', id));
  }
  return id === undefined ? connections.all().map((connection) => connection.id) : [id];
}
