import { l10n } from 'vscode';
import { message, type Message } from '../../base/message';
import { rulesOf, statusOf, type ConnectionStatus } from '../../connections/connectionStatus';
import { isEnded } from '../../tasks/task';
import { localize } from '../shell/localize';
import type { ViewDeps } from '../shell/viewDeps';
import { listText } from '../text/listText';

/** How many tasks run: those of connections whose status lets them count. @param statuses where they are known already */
export function runningTaskCount(
  deps: Pick<ViewDeps, 'store' | 'connections' | 'providers' | 'clock'>,
  statuses: ReadonlyMap<string, ConnectionStatus> = runningStatuses(deps),
): number {
  return deps.store.tasks
    .counts()
    .filter(({ state, connection }) => !isEnded(state) && countsAsRunning(statuses.get(connection)))
    .reduce((sum, { count }) => sum + count, 0);
}

/** The statuses of all connections with tasks that have not ended, by id. */
export function runningStatuses(
  deps: Pick<ViewDeps, 'store' | 'connections' | 'providers' | 'clock'>,
): ReadonlyMap<string, ConnectionStatus> {
  const running = deps.store.tasks.counts().filter(({ state }) => !isEnded(state));
  return new Map([...new Set(running.map(({ connection }) => connection))].map((id) => [id, statusOf(id, deps)]));
}

/** How many tasks ended badly that nobody has seen yet. */
export interface UnseenFailures {
  readonly failed: number;
  /** They completed, with errors. */
  readonly partial: number;
}

/** Counts the failures that nobody has seen yet. */
export function unseenFailures({ store }: Pick<ViewDeps, 'store'>): UnseenFailures {
  const counts = store.tasks.counts();
  const unseenOf = (isPartial: boolean): number =>
    counts.reduce((sum, { state, unseen }) => sum + ((state === 'partial') === isPartial ? unseen : 0), 0);
  return { failed: unseenOf(false), partial: unseenOf(true) };
}

/** Says how many tasks run, with the noun. */
export function runningTasksText(count: number): string {
  return count === 1 ? l10n.t('1 task in progress') : l10n.t('{0} tasks in progress', count);
}

/** Name up to this many connections. */
const maxNamed = 2;

/** Says that polling is paused; `undefined` unless it is for a task that has not ended. */
export function pausedMessage(
  deps: Pick<ViewDeps, 'store' | 'connections' | 'providers' | 'clock'>,
): Message | undefined {
  const statuses = [...runningStatuses(deps)];
  const paused = statuses.filter(([, { kind }]) => kind === 'polling-paused').map(([id]) => id);
  if (paused.length === 0) {
    return undefined;
  }
  if (paused.length === statuses.length) {
    return message('Polling is paused.');
  }
  const names = paused.map((id) => deps.connections.get(id)?.name ?? id);
  return paused.length > maxNamed
    ? message('Polling is paused for {0} connections.', paused.length)
    : message('Polling is paused for {0}.', listText(names, localize));
}

/** Whether the tasks of a connection with that status count; `undefined` is that of one without such tasks. */
export function countsAsRunning(status: ConnectionStatus | undefined): boolean {
  return status !== undefined && rulesOf(status).countsAsRunning;
}
