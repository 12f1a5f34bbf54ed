import type { TaskCount, TaskMatch, TaskQuery } from '../../tasks/ports/taskReader';
import type { ViewDeps } from '../shell/viewDeps';
import type { Sorting, ViewFilter } from './arrangement';

type FilterDeps = Pick<ViewDeps, 'store' | 'connections' | 'providers'>;
type NamingDeps = Pick<FilterDeps, 'connections' | 'providers'>;

/** The order of the store for each choice of the user. */
export const ordersBySorting = {
  lastChange: 'activity',
  start: 'start',
  name: 'name',
} as const satisfies Record<Sorting, TaskQuery['order']>;

/** The connections that are called so, or whose service is. @param text case ignored */
export function connectionsCalled({ connections, providers }: NamingDeps, text: string): readonly string[] {
  const folded = text.toLowerCase();
  return connections
    .all()
    .filter(({ name, provider }) =>
      [name, providers.get(provider)?.label ?? provider].some((shown) => shown.toLowerCase().includes(folded)),
    )
    .map(({ id }) => id);
}

/** What selects the tasks of a filter in the store. A text also selects the tasks of a connection or a service that is called so. */
export function toMatch(deps: NamingDeps, { text }: ViewFilter): TaskMatch {
  return text === '' ? {} : { text, orConnections: connectionsCalled(deps, text) };
}

/** The numbers of tasks that a filter shows, by connection and state. */
export function matchingCounts(deps: FilterDeps, filter: ViewFilter): readonly TaskCount[] {
  const counts = deps.store.tasks.counts(toMatch(deps, filter));
  return filter.states.length === 0 ? counts : counts.filter(({ state }) => filter.states.includes(state));
}

/** How many tasks a filter shows, and how many there are. */
export function filteredTotals(deps: FilterDeps, filter: ViewFilter): { readonly shown: number; readonly all: number } {
  const sum = (counts: readonly TaskCount[]): number => counts.reduce((total, { count }) => total + count, 0);
  return { shown: sum(matchingCounts(deps, filter)), all: sum(deps.store.tasks.counts()) };
}
