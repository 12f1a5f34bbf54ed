import { statusOf } from '../../../connections/connectionStatus';
import type { ViewDeps } from '../../shell/viewDeps';
import type { TreeNode, TreeNodes } from './treeNode';

/** The rows above the tasks: troubles of the settings, providers and connections. */
export class UpperRows {
  constructor(
    private readonly deps: ViewDeps,
    private readonly nodes: TreeNodes,
  ) {}

  /** All of them, each before those below it. */
  all(): TreeNode[] {
    return this.roots().flatMap((root) => [root, ...this.connectionRowsOf(root)]);
  }

  /** The connections below a provider's row; none below any other. */
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
    // Without a task the welcome view says what to do; only trouble is worth a row.
    if (counts.length === 0 && !connections.all().some(({ id }) => this.needsCredentials(id))) {
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

  /** Whether the user must enter credentials. */
  private needsCredentials(id: string): boolean {
    const { kind } = statusOf(id, this.deps);
    return kind === 'no-credentials' || kind === 'credentials-rejected';
  }

  /** Ids of the provider's connections: those of the settings, and those that only tasks still speak of. */
  private connectionsOf(provider: string): readonly string[] {
    const { connections, store } = this.deps;
    const known = connections.all().filter((connection) => connection.provider === provider);
    const spokenOf = store.tasks.counts().filter((count) => count.provider === provider);
    return [...new Set([...known.map(({ id }) => id), ...spokenOf.map(({ connection }) => connection)])];
  }
}

/** By code unit, whatever the case: to collate by a language takes longer than all else in drawing the first rows. */
function sortedBy(ids: readonly string[], label: (id: string) => string): readonly string[] {
  const keyed = ids.map((id) => ({ id, key: `${label(id).toLowerCase()}\u0000${id}` }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ id }) => id);
}
