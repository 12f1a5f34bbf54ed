import { taskKey, type TaskRef } from '../../../tasks/task';

/** The identity of a row. Its content is read from the store when the row is drawn. */
export type TreeNode =
  | { readonly kind: 'provider'; readonly id: string; readonly provider: string }
  | { readonly kind: 'connection'; readonly id: string; readonly provider: string; readonly connection: string }
  | { readonly kind: 'task'; readonly id: string; readonly provider: string; readonly ref: TaskRef }
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly provider: string;
      readonly ref: TaskRef;
      readonly index: number;
    }
  | { readonly kind: 'more'; readonly id: string; readonly of: string; readonly parent: TreeNode }
  | { readonly kind: 'problem'; readonly id: string; readonly index: number };

/** A task, and the provider under which it stands. */
type PlacedTask = TaskRef & { readonly provider: string };

/** Separates the parts of a node's id. Ids of connections and tasks cannot contain it. */
const separator = '\u0000';

/**
 * The stable id of a node: its kind, and the parts that say where it stands. A row that moves gets another id: VS Code may
 * draw it at its new place before it has left the old one, and takes two rows of one id for the same.
 */
export function nodeId(kind: TreeNode['kind'], ...names: readonly string[]): string {
  return [kind, ...names].join(separator);
}

/** Creates nodes. Returns the same object for the same id, which VS Code requires. */
export class TreeNodes {
  /** All but tasks and items, by id. */
  private readonly known = new Map<string, TreeNode>();
  private readonly tasks = new Map<string, TreeNode & { readonly kind: 'task' }>();
  /** Item nodes by the id of their task's node, to remove them with it. */
  private readonly items = new Map<string, Map<number, TreeNode>>();

  /** @param provider its id */
  provider(provider: string): TreeNode {
    return this.keep({ kind: 'provider', id: nodeId('provider', provider), provider });
  }

  /** Both are ids; a connection that changed its provider is under two. */
  connection(provider: string, connection: string): TreeNode {
    return this.keep({ kind: 'connection', id: nodeId('connection', provider, connection), provider, connection });
  }

  /** @param task with the provider under which it stands */
  task({ provider, connection, id }: PlacedTask): TreeNode & { readonly kind: 'task' } {
    const drawn = this.tasks.get(taskKey({ connection, id }));
    if (drawn?.provider === provider) {
      return drawn;
    }
    if (drawn) {
      this.forget(drawn);
    }
    const ref = { connection, id };
    const node = { kind: 'task', id: nodeId('task', provider, taskKey(ref)), provider, ref } as const;
    this.tasks.set(taskKey(ref), node);
    return node;
  }

  /** @param index the item's, in the last snapshot of the task */
  item({ id: task, provider, ref }: TreeNode & { readonly kind: 'task' }, index: number): TreeNode {
    const items = this.items.get(task) ?? new Map<number, TreeNode>();
    this.items.set(task, items);
    const id = nodeId('item', provider, taskKey(ref), String(index));
    const node = items.get(index) ?? ({ kind: 'item', id, provider, ref, index } as const);
    items.set(index, node);
    return node;
  }

  /** The row "Show more…" at the end of a parent's rows. */
  more(parent: TreeNode): TreeNode {
    return this.keep({ kind: 'more', id: nodeId('more', parent.id), of: parent.id, parent });
  }

  /** @param index of the entry in the setting `cloudTasks.connections` */
  problem(index: number): TreeNode {
    return this.keep({ kind: 'problem', id: nodeId('problem', String(index)), index });
  }

  /** The node of a task, if it was drawn before. */
  drawnTask(ref: TaskRef): TreeNode | undefined {
    return this.tasks.get(taskKey(ref));
  }

  /** The nodes of a connection that were drawn before: one under each provider that it has or had. */
  drawnConnections(connection: string): TreeNode[] {
    return [...this.known.values()].filter((node) => node.kind === 'connection' && node.connection === connection);
  }

  /** The nodes of all tasks that were drawn before. */
  drawnTasks(): TreeNode[] {
    return [...this.tasks.values()];
  }

  /** Removes a node and its children. Drawing them again creates new ones. */
  forget(node: TreeNode): void {
    this.known.delete(node.id);
    this.known.delete(nodeId('more', node.id));
    this.items.delete(node.id);
    if (node.kind === 'task' && this.tasks.get(taskKey(node.ref)) === node) {
      this.tasks.delete(taskKey(node.ref));
    }
  }

  private keep(node: TreeNode): TreeNode {
    const kept = this.known.get(node.id);
    if (kept) {
      return kept;
    }
    this.known.set(node.id, node);
    return node;
  }
}
