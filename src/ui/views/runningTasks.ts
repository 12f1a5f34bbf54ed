import { rulesOf, statusOf, type ConnectionStatus } from '../../connections/connectionStatus';
import { isEnded } from '../../tasks/task';
import type { ViewDeps } from '../shell/viewDeps';

/** How many tasks run: those of connections whose status lets them count. */
export function runningTaskCount(deps: Pick<ViewDeps, 'store' | 'connections' | 'providers' | 'clock'>): number {
  const statuses = runningStatuses(deps);
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

/** Whether a connection's running tasks count as running. */
export function countsAsRunning(status: ConnectionStatus | undefined): boolean {
  return status !== undefined && rulesOf(status).countsAsRunning;
}
