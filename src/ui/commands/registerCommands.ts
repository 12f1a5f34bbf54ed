import { commands } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { commandIds } from '../../ids';
import { loadPart } from '../loadPart';
import type { Parts } from '../parts';
import { reported } from './reported';

type CommandName = keyof typeof commandIds;

/** What commands do, by their names; each gets what the command was told. */
export type Handlers<Name extends CommandName> = Readonly<Record<Name, (...told: readonly unknown[]) => unknown>>;

/** Commands that are read together, when a person first asks for one of them. */
interface Group<Name extends CommandName> {
  readonly names: readonly Name[];
  readonly load: () => Promise<(parts: Parts) => Handlers<Name>>;
}

const groups = [
  group({
    names: [
      'addConnection',
      'editConnection',
      'updateCredentials',
      'testConnection',
      'removeConnection',
      'openSettings',
    ],
    load: async () => (await import('./connectionCommands')).connectionCommands,
  }),
  group({
    names: ['track', 'lookUp', 'browse'],
    load: async () => (await import('./trackingCommands')).trackingCommands,
  }),
  group({
    names: [
      ...(['refresh', 'refreshAll', 'showTasks', 'showMore', 'openJson', 'openLink'] as const),
      ...(['rename', 'untrack', 'clearFinished', 'copyId', 'copyPath', 'copyAsCurl'] as const),
    ],
    load: async () => (await import('./taskCommands')).taskCommands,
  }),
  group({
    names: ['pausePolling', 'resumePolling'],
    load: async () => (await import('./pollingCommands')).pollingCommands,
  }),
  group({
    names: ['startDemo', 'stopDemo', 'showLog'],
    load: async () => (await import('./demoCommands')).demoCommands,
  }),
];

/** Registers every command. Their errors are {@link reported}. */
export function registerCommands(parts: Parts): Disposable {
  const owned = new DisposableStore();
  for (const register of groups) {
    owned.add(register(parts));
  }
  return owned;
}

function group<Name extends CommandName>({ names, load }: Group<Name>): (parts: Parts) => Disposable {
  return (parts) => {
    const { log } = parts;
    const owned = new DisposableStore();
    for (const name of names) {
      const id = commandIds[name];
      const run = (...told: readonly unknown[]): Promise<unknown> => {
        log.trace(`Command ${id}`);
        return reported(id, log, async () => (await loadPart(load))(parts)[name](...told));
      };
      owned.add(commands.registerCommand(id, run));
    }
    return owned;
  };
}
