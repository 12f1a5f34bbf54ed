import { rulesOf, statusOf } from '../../../connections/connectionStatus';
import type { TaskState } from '../../../tasks/task';
import type { TaskCount } from '../../../tasks/ports/taskReader';
import type { ViewDeps } from '../../shell/viewDeps';
import { isFiltering, type ViewArrangement } from '../../arrangement/arrangement';
import { matchingCounts } from '../../arrangement/matchingTasks';
import type { NodeOf, TreeNode, TreeNodes } from './treeNode';

/** The groups by state, top to bottom: what goes on, what went wrong, what is done. */
const stateOrder: readonly TaskState[] = [
  ...(['running', 'queued', 'unknown', 'failed', 'partial', 'succeeded', 'cancelled', 'expired'] as const),
];

/**
 * The rows above the tasks: problems of the settings, and what the tasks are grouped by. While a filter is set only rows with
 * tasks below them are there.
 */
export class UpperRows {
  constructor(
    private readonly deps: ViewDeps,
    private readonly arrangement: Pick<ViewArrangement, 'current'>,
    private readonly nodes: TreeNodes,
  ) {}

  /** All rows, parents before their children. */
  all(): TreeNode[] {
    return this.roots().flatMap((root) => [root, ...this.connectionRowsOf(root)]);
  }

  /** The connections below a provider's row; empty for other rows. */
  connectionRowsOf(node: TreeNode): TreeNode[] {
    return node.kind === 'provider'
      ? this.shownConnectionsOf(node.provider).map((connection) => this.nodes.connection(node.provider, connection))
      : [];
  }

  /** Whether no row of the provider is above the connection's, which stands for both then. */
  isOnly({ provider }: NodeOf<'connection'>): boolean {
    return this.arrangement.current.groupBy !== 'service' || this.connectionsOf(provider).length === 1;
  }

  /** How many tasks stand below a row; below none, all that are shown. */
  taskCount(parent: TreeNode | undefined): number {
    const isBelow = (count: TaskCount): boolean =>
      parent?.kind === 'connection'
        ? count.connection === parent.connection && count.provider === parent.provider
        : parent?.kind !== 'state' || count.state === parent.state;
    return this.counts()
      .filter(isBelow)
      .reduce((sum, { count }) => sum + count, 0);
  }

  private roots(): TreeNode[] {
    const { connections, store } = this.deps;
    if (this.isFiltered) {
      return this.counts().length === 0 ? [] : [...this.groups()];
    }
    const problems = connections.problems().map(({ index }) => this.nodes.problem(index));
    // Without tasks the welcome view is shown, unless a connection has a problem.
    const isEmpty = store.tasks.counts().length === 0 && !connections.all().some(({ id }) => this.needsUser(id));
    return isEmpty ? problems : [...problems, ...this.groups()];
  }

  private groups(): readonly TreeNode[] {
    const { groupBy } = this.arrangement.current;
    switch (groupBy) {
      case 'service':
        return this.sortedProviders().map((id) => this.rootOf(id));
      case 'connection':
        return this.connectionRows();
      case 'state': {
        const present = new Set(this.counts().map(({ state }) => state));
        const states = stateOrder.filter((state) => present.has(state)).map((state) => this.nodes.state(state));
        return [...this.needyConnections(), ...states];
      }
      case 'none':
        return this.needyConnections();
    }
  }

  private sortedProviders(): readonly string[] {
    const { connections, providers } = this.deps;
    const used = this.counts().map(({ provider }) => provider);
    const known = this.isFiltered ? [] : connections.all().map(({ provider }) => provider);
    return sortedBy([...new Set([...used, ...known])], (id) => providers.get(id)?.label ?? id);
  }

  private connectionRows(): readonly TreeNode[] {
    const rows = this.sortedProviders().flatMap((provider) =>
      this.shownConnectionsOf(provider).map((connection) => ({ provider, connection })),
    );
    const nameOf = ({ connection }: { readonly connection: string }): string =>
      this.deps.connections.get(connection)?.name ?? connection;
    return sortedBy(rows, nameOf).map(({ provider, connection }) => this.nodes.connection(provider, connection));
  }

  /** Where no row of a connection is above its tasks: those for which the user must do something. */
  private needyConnections(): readonly TreeNode[] {
    const needy = this.deps.connections.all().filter(({ id }) => this.needsUser(id));
    const shown = needy.filter(({ id, provider }) => this.shownConnectionsOf(provider).includes(id));
    return shown.map(({ id, provider }) => this.nodes.connection(provider, id));
  }

  private needsUser(connection: string): boolean {
    return rulesOf(statusOf(connection, this.deps)).needsCredentials;
  }

  /** A provider's row; its only connection's row stands for both. */
  private rootOf(provider: string): TreeNode {
    const [only, ...others] = this.connectionsOf(provider);
    return only !== undefined && others.length === 0
      ? this.nodes.connection(provider, only)
      : this.nodes.provider(provider);
  }

  private shownConnectionsOf(provider: string): readonly string[] {
    const all = this.connectionsOf(provider);
    const counts = this.counts();
    return this.isFiltered
      ? all.filter((id) => counts.some((count) => count.provider === provider && count.connection === id))
      : all;
  }

  /** Ids of the provider's connections: those in the settings, and those that only tasks refer to. */
  private connectionsOf(provider: string): readonly string[] {
    const { connections, store } = this.deps;
    const known = connections.all().filter((connection) => connection.provider === provider);
    const referredTo = store.tasks.counts().filter((count) => count.provider === provider);
    return [...new Set([...known.map(({ id }) => id), ...referredTo.map(({ connection }) => connection)])];
  }

  private get isFiltered(): boolean {
    return isFiltering(this.arrangement.current.filter);
  }

  private counts(): readonly TaskCount[] {
    return matchingCounts(this.deps, this.arrangement.current.filter);
  }
}

/** Sorts by code unit, ignoring case: a collator takes longer than everything else in drawing the first rows. */
function sortedBy<T>(all: readonly T[], label: (each: T) => string): readonly T[] {
  const keyed = all.map((each) => ({ each, key: `${label(each).toLowerCase()}\u0000${JSON.stringify(each)}` }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ each }) => each);
}
