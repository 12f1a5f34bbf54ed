import { rulesOf, statusOf } from '../../../connections/connectionStatus';
import type { ViewDeps } from '../../shell/viewDeps';
import type { TreeNode, TreeNodes } from './treeNode';

/** The rows above the tasks: problems of the settings, providers and connections. */
export class UpperRows {
  constructor(
    private readonly deps: ViewDeps,
    private readonly nodes: TreeNodes,
  ) {}

  /** All rows, parents before their children. */
  all(): TreeNode[] {
    return this.roots().flatMap((root) => [root, ...this.connectionRowsOf(root)]);
  }

  /** The connections below a provider's row; empty for other rows. */
  connectionRowsOf(node: TreeNode): TreeNode[] {
    return node.kind === 'provider'
      ? this.connectionsOf(node.provider).map((connection) => this.nodes.connection(node.provider, connection))
      : [];
  }

  /** Whether a connection is its provider's only one, so that its row stands for both. */
  isOnly({ provider }: TreeNode & { kind: 'connection' }): boolean {
    return this.connectionsOf(provider).length === 1;
  }

  private roots(): TreeNode[] {
    const { connections, providers, store } = this.deps;
    const problems = connections.problems().map(({ index }) => this.nodes.problem(index));
    const counts = store.tasks.counts();
    // Without tasks the welcome view is shown, unless a connection has a problem.
    const needsUser = connections.all().some(({ id }) => rulesOf(statusOf(id, this.deps)).needsCredentials);
    if (counts.length === 0 && !needsUser) {
      return problems;
    }
    const ids = new Set([...counts.map(({ provider }) => provider), ...connections.all().map((each) => each.provider)]);
    const sorted = sortedBy([...ids], (id) => providers.get(id)?.label ?? id);
    return [...problems, ...sorted.map((id) => this.rootOf(id))];
  }

  /** A provider's row; its only connection's row stands for both. */
  private rootOf(provider: string): TreeNode {
    const [only, ...others] = this.connectionsOf(provider);
    return only !== undefined && others.length === 0
      ? this.nodes.connection(provider, only)
      : this.nodes.provider(provider);
  }

  /** Ids of the provider's connections: those in the settings, and those that only tasks refer to. */
  private connectionsOf(provider: string): readonly string[] {
    const { connections, store } = this.deps;
    const known = connections.all().filter((connection) => connection.provider === provider);
    const referredTo = store.tasks.counts().filter((count) => count.provider === provider);
    return [...new Set([...known.map(({ id }) => id), ...referredTo.map(({ connection }) => connection)])];
  }
}

/** Sorts by code unit, ignoring case: a collator takes longer than everything else in drawing the first rows. */
function sortedBy(ids: readonly string[], label: (id: string) => string): readonly string[] {
  const keyed = ids.map((id) => ({ id, key: `${label(id).toLowerCase()}\u0000${id}` }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ id }) => id);
}
