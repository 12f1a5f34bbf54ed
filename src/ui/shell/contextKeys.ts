import { commands } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { contextKeys, type ContextKey } from '../../ids';
import { isEnded } from '../../tasks/task';
import type { ViewDeps } from './viewDeps';
import { isDemo } from '../../simulator/demo/demoIds';

/** Keeps the context keys of `when` clauses up to date. */
export function registerContextKeys({ store, connections }: ViewDeps): Disposable {
  const owned = new DisposableStore();
  const known = new Map<ContextKey, boolean>();
  const set = (key: ContextKey, value: boolean): void => {
    if (known.get(key) !== value) {
      known.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  };
  let isReady = false;
  const update = (): void => {
    const counts = store.tasks.counts();
    // Once known it stays so: a connection that is added later must not clear the view.
    isReady ||= connections.all().every(({ id }) => connections.credentialAvailability(id) !== 'loading');
    set(contextKeys.hasConnections, connections.all().length > 0);
    // A secret storage that has not answered yet is no reason to ask for credentials.
    set(
      contextKeys.hasCredentials,
      connections.all().some(({ id }) => connections.credentialAvailability(id) !== 'none'),
    );
    set(contextKeys.hasTasks, counts.length > 0);
    set(
      contextKeys.hasEnded,
      counts.some(({ state }) => isEnded(state)),
    );
    const isPollingBlocked = connections
      .all()
      .map(({ id }) => store.connections.state(id).pollingPausedSince !== undefined);
    set(contextKeys.polling, isPollingBlocked.includes(false));
    set(contextKeys.pollingPaused, isPollingBlocked.includes(true));
    set(
      contextKeys.demo,
      connections.all().some(({ id }) => isDemo(id)),
    );
    // Last, so that no welcome text is shown that the other keys would hide.
    set(contextKeys.ready, isReady);
  };
  owned.add(connections.onDidChange(update));
  owned.add(
    store.onDidChange(({ listsChanged, connections: connectionStates }) => {
      if (listsChanged || connectionStates.length > 0) {
        update();
      }
    }),
  );
  update();
  return owned;
}
