import { HumanError } from '../../base/errors';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { message } from '../../base/message';
import { commandIds } from '../../ids';
import type { Parts } from '../parts';
import { toldConnection } from './commandArguments';
import { registerCommand } from './registerCommand';

/** The commands that stop polling and begin it again: of one connection when they are told one, else of all. */
export function registerPollingCommands(parts: Parts): Disposable {
  const { store, tracker, clock, log } = parts;
  const owned = new DisposableStore();
  owned.add(
    registerCommand(commandIds.pausePolling, log, (told) => {
      store.stopPolling(connectionsOf(parts, told), clock.now());
    }),
  );
  owned.add(
    registerCommand(commandIds.resumePolling, log, (told) => {
      tracker.resumePolling(connectionsOf(parts, told));
    }),
  );
  return owned;
}

/** @throws HumanError when the connection that was told is not there */
function connectionsOf({ connections }: Parts, told: unknown): readonly string[] {
  const id = toldConnection(told);
  if (id !== undefined && !connections.get(id)) {
    throw new HumanError(message('There is no connection {0} in the settings.', id));
  }
  return id === undefined ? connections.all().map((connection) => connection.id) : [id];
}
