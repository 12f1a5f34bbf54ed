import { taskKey, type TaskRef, type TaskState } from '../../../tasks/task';

/** The identity of a row. Its content is read from the store when the row is drawn. */
export type TreeNode =
  | { readonly kind: 'provider'; readonly id: string; readonly provider: string }
  | { readonly kind: 'connection'; readonly id: string; readonly provider: string; readonly connection: string }
  | { readonly kind: 'state'; readonly id: string; readonly state: TaskState }
  | {
      readonly kind: 'task';
      readonly id: string;
      readonly provider: string;
      readonly ref: TaskRef;
      /** The state below whose row it stands, where tasks are grouped by it. */
      readonly below?: TaskState;
    }
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly provider: string;
      readonly ref: TaskRef;
      readonly index: number;
      /** As of its task. */
      readonly below?: TaskState;
    }
  | {
      readonly kind: 'more';
      readonly id: string;
      /** The id of the list that goes on: its parent's, or {@link rootId}. */
      readonly of: string;
      readonly parent: TreeNode | undefined;
    }
  | { readonly kind: 'problem'; readonly id: string; readonly index: number };

/** A node of one kind. */
export type NodeOf<Kind extends TreeNode['kind']> = TreeNode & { readonly kind: Kind };

/** A task, and the provider under which it stands. */
type PlacedTask = TaskRef & { readonly provider: string };

/** The id of the list of the first rows. */
export const rootId = 'root';

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
  private readonly tasks = new Map<string, NodeOf<'task'>>();
  /** Item nodes by the id of their task's node, to remove them with it. */
  private readonly items = new Map<string, Map<number, TreeNode>>();

  /** @param provider its id */
  provider(provider: string): TreeNode {
    return this.keep({ kind: 'provider', id: nodeId('provider', provider), provider });
  }

  /** Both are ids; a connection that changed its provider is under two. */
  connection(provider: string, connection: string): NodeOf<'connection'> {
    return this.keep({ kind: 'connection', id: nodeId('connection', provider, connection), provider, connection });
  }

  /** The row of a group of tasks in one state. */
  state(state: TaskState): NodeOf<'state'> {
    return this.keep({ kind: 'state', id: nodeId('state', state), state });
  }

  /** @param task with the provider under which it stands @param below the state below whose row it stands, if it does */
  task({ provider, connection, id }: PlacedTask, below?: TaskState): NodeOf<'task'> {
    const drawn = this.tasks.get(taskKey({ connection, id }));
    if (drawn?.provider === provider && drawn.below === below) {
      return drawn;
    }
    if (drawn) {
      this.forget(drawn);
    }
    const ref = { connection, id };
    const place = below === undefined ? [] : [below];
    const node = {
      ...({ kind: 'task', id: nodeId('task', provider, taskKey(ref), ...place), provider, ref } as const),
      ...(below !== undefined && { below }),
    };
    this.tasks.set(taskKey(ref), node);
    return node;
  }

  /** @param index the item's, in the last snapshot of the task */
  item({ id: task, provider, ref, below }: NodeOf<'task'>, index: number): TreeNode {
    const items = this.items.get(task) ?? new Map<number, TreeNode>();
    this.items.set(task, items);
    const node: TreeNode = items.get(index) ?? {
      ...{ kind: 'item', id: nodeId('item', task, String(index)), provider, ref, index },
      ...(below !== undefined && { below }),
    };
    items.set(index, node);
    return node;
  }

  /** The row "Show more…" at the end of a parent's rows, or of the first rows. */
  more(parent: TreeNode | undefined): TreeNode {
    const of = parent?.id ?? rootId;
    return this.keep({ kind: 'more', id: nodeId('more', of), of, parent });
  }

  /** @param index of the entry in the setting `cloudTasks.connections` */
  problem(index: number): TreeNode {
    return this.keep({ kind: 'problem', id: nodeId('problem', String(index)), index });
  }

  /** The node of a task, if it was drawn before. */
  drawnTask(ref: TaskRef): NodeOf<'task'> | undefined {
    return this.tasks.get(taskKey(ref));
  }

  /** The nodes of a connection that were drawn before: one under each provider that it has or had. */
  drawnConnections(connection: string): NodeOf<'connection'>[] {
    return [...this.known.values()].filter(
      (node): node is NodeOf<'connection'> => node.kind === 'connection' && node.connection === connection,
    );
  }

  /** The nodes of groups by state that were drawn before. */
  drawnStates(): NodeOf<'state'>[] {
    return [...this.known.values()].filter((node): node is NodeOf<'state'> => node.kind === 'state');
  }

  /** The nodes of all tasks that were drawn before. */
  drawnTasks(): NodeOf<'task'>[] {
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

  private keep<Node extends TreeNode>(node: Node): Node {
    // The id tells the kind.
    const kept = this.known.get(node.id) as Node | undefined;
    if (kept) {
      return kept;
    }
    this.known.set(node.id, node);
    return node;
  }
}
