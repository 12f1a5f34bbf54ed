import { commands } from 'vscode';
import { isPausedByUser, statusOf } from '../../connections/connectionStatus';
import { onDidChangeStatus } from '../../connections/statusChanges';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { contextKeys, type ContextKey } from '../../ids';
import { isEnded } from '../../tasks/task';
import { isFiltering, type ViewArrangement } from '../arrangement/arrangement';
import { matchingCounts } from '../arrangement/matchingTasks';
import type { ViewDeps } from './viewDeps';
import { isDemo } from '../../simulator/demo/demoIds';

/** Keeps the context keys of `when` clauses up to date. */
export function registerContextKeys(deps: ViewDeps, arrangement: ViewArrangement): Disposable {
  const { store, connections } = deps;
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
    const ids = connections.all().map(({ id }) => id);
    const statuses = ids.map((id) => statusOf(id, deps));
    // Once known it stays so: a connection that is added later must not clear the view.
    isReady ||= statuses.every(({ kind }) => kind !== 'loading');
    set(contextKeys.hasConnections, ids.length > 0);
    // A secret storage that has not responded yet is no reason to ask for credentials.
    set(
      contextKeys.hasCredentials,
      statuses.some(({ kind }) => kind !== 'no-credentials'),
    );
    set(contextKeys.hasTasks, counts.length > 0);
    set(
      contextKeys.hasEnded,
      counts.some(({ state }) => isEnded(state)),
    );
    const paused = ids.map((id) => isPausedByUser(id, deps));
    set(contextKeys.polling, paused.includes(false));
    set(contextKeys.pollingPaused, paused.includes(true));
    set(contextKeys.demo, ids.some(isDemo));
    const { filter } = arrangement.current;
    set(contextKeys.filterActive, isFiltering(filter));
    set(
      contextKeys.filterHidesAll,
      isFiltering(filter) && counts.length > 0 && matchingCounts(deps, filter).length === 0,
    );
    // Last, so that no welcome text is shown that the other keys would hide.
    set(contextKeys.ready, isReady);
  };
  owned.add(onDidChangeStatus(deps, update));
  const updating = owned.add(new RunOnceScheduler(deps, update));
  owned.add(
    arrangement.onDidChange(() => {
      // Not in the turn in which the rows are read: a filter's text is searched in all tasks.
      updating.schedule(0);
    }),
  );
  owned.add(
    store.onDidChange(({ listsChanged }) => {
      if (listsChanged) {
        update();
      }
    }),
  );
  update();
  return owned;
}
