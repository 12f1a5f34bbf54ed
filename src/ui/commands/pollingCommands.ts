import { HumanError } from '../../base/errors';
import { message } from '../../base/message';
import type { Parts } from '../parts';
import { toldConnection } from './commandArguments';
import type { Handlers } from './registerCommands';

/** The commands that stop polling and begin it again: of one connection when they are told one, else of all. */
export function pollingCommands(parts: Parts): Handlers<'pausePolling' | 'resumePolling'> {
  const { store, tracker, clock } = parts;
  return {
    pausePolling(told) {
      store.stopPolling(connectionsOf(parts, told), clock.now());
    },
    resumePolling(told) {
      tracker.resumePolling(connectionsOf(parts, told));
    },
  };
}

/** @throws HumanError when the connection that was told is not there */
function connectionsOf({ connections }: Parts, told: unknown): readonly string[] {
  const id = toldConnection(told);
  if (id !== undefined && !connections.get(id)) {
    throw new HumanError(message('There is no connection {0} in the settings.', id));
  }
  return id === undefined ? connections.all().map((connection) => connection.id) : [id];
}
