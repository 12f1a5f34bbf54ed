import { commands } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { commandIds } from '../../ids';
import { loadChunk } from '../../base/loadChunk';
import type { Services } from '../services';
import type { CommandName, Handlers } from './handlers';
import { runReported } from './runReported';

/** Groups of commands. The first use of one loads the chunk of its group. */
interface Group<Name extends CommandName> {
  readonly names: readonly Name[];
  readonly load: () => Promise<(deps: Services) => Handlers<Name>>;
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
    names: ['newProvider', 'testProvider'],
    load: async () => (await import('./newProviderCommands')).newProviderCommands,
  }),
  group({
    names: ['track', 'trackSelection', 'lookUp', 'browse'],
    load: async () => (await import('./trackingCommands')).trackingCommands,
  }),
  group({
    names: [
      ...(['refresh', 'refreshAll', 'showTasks', 'showMore', 'openJson', 'openLink'] as const),
      ...(['rename', 'untrack', 'clearFinished', 'clearAllFinished'] as const),
      ...(['copyId', 'copySource', 'copyTarget', 'copyReason', 'copyAsCurl', 'copyLink'] as const),
    ],
    load: async () => (await import('./taskCommands')).taskCommands,
  }),
  group({
    names: ['waitForTask'],
    load: async () => (await import('./waitingCommands')).waitingCommands,
  }),
  group({
    names: ['filter', 'changeFilter', 'clearFilter', 'sortBy', 'groupBy'],
    load: async () => (await import('./arrangementCommands')).arrangementCommands,
  }),
  group({
    names: ['showDetails', 'clickRow'],
    load: async () => (await import('./detailsCommands')).detailsCommands,
  }),
  group({
    names: ['mute', 'unmute', 'pin', 'unpin'],
    load: async () => (await import('./markCommands')).markCommands,
  }),
  group({ names: ['cancelTask'], load: async () => (await import('./cancelCommand')).cancelCommand }),
  group({ names: ['export', 'exportAll'], load: async () => (await import('./exportCommands')).exportCommands }),
  group({
    names: ['pausePolling', 'resumePolling', 'pauseAll', 'resumeAll'],
    load: async () => (await import('./pollingCommands')).pollingCommands,
  }),
  group({
    names: ['importProvider', 'copyProvider', 'customizeProvider', 'setStatusMeaning'],
    load: async () => (await import('./providerCommands')).providerCommands,
  }),
  group({
    names: ['startDemo', 'stopDemo', 'showLog'],
    load: async () => (await import('./demoCommands')).demoCommands,
  }),
];

/** Registers every command. {@link runReported} reports their errors. */
export function registerCommands(deps: Services): Disposable {
  const owned = new DisposableStore();
  for (const register of groups) {
    owned.add(register(deps));
  }
  return owned;
}

function group<Name extends CommandName>({ names, load }: Group<Name>): (deps: Services) => Disposable {
  return (deps) => {
    const { log } = deps;
    const owned = new DisposableStore();
    for (const name of names) {
      const id = commandIds[name];
      const run = (...args: readonly unknown[]): Promise<unknown> => {
        log.trace(`Command ${id}`);
        return runReported(id, log, async () => (await loadChunk(load))(deps)[name](...args));
      };
      owned.add(commands.registerCommand(id, run));
    }
    return owned;
  };
}
