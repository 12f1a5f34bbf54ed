import { commands } from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { contextKeys, type ContextKey } from '../ids';
import { isEnded } from '../tasks/task';
import type { ViewSources } from './viewSources';
import { isDemo } from '../simulator/demoIds';

/** Keeps what `when` clauses read equal to what is so. */
export function registerContextKeys({ store, connections }: ViewSources): Disposable {
  const owned = new DisposableStore();
  const known = new Map<ContextKey, boolean>();
  const set = (key: ContextKey, value: boolean): void => {
    if (known.get(key) !== value) {
      known.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  };
  const update = (): void => {
    const counts = store.counts();
    set(contextKeys.hasConnections, connections.all().length > 0);
    set(contextKeys.hasCredentials, connections.readable().length > 0);
    set(contextKeys.hasTasks, counts.length > 0);
    set(
      contextKeys.hasEnded,
      counts.some(({ state }) => isEnded(state)),
    );
    const isStopped = connections.all().map(({ id }) => store.standing(id).stoppedSince !== undefined);
    set(contextKeys.polling, isStopped.includes(false));
    set(contextKeys.stopped, isStopped.includes(true));
    set(
      contextKeys.demo,
      connections.all().some(({ id }) => isDemo(id)),
    );
  };
  owned.add(connections.onDidChange(update));
  owned.add(
    store.onDidChange(({ lists, connections: standings }) => {
      if (lists || standings.length > 0) {
        update();
      }
    }),
  );
  update();
  return owned;
}
