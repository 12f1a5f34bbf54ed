import { taskKey, type TaskRef } from '../../../tasks/task';

/** The identity of a row. Its content is read from the store when the row is drawn. */
export type TreeNode =
  | { readonly kind: 'provider'; readonly id: string; readonly provider: string }
  | { readonly kind: 'connection'; readonly id: string; readonly provider: string; readonly connection: string }
  | { readonly kind: 'task'; readonly id: string; readonly ref: TaskRef }
  | { readonly kind: 'item'; readonly id: string; readonly ref: TaskRef; readonly index: number }
  | { readonly kind: 'more'; readonly id: string; readonly of: string; readonly parent: TreeNode }
  | { readonly kind: 'problem'; readonly id: string; readonly index: number };

/** Separates the parts of a node's id. Ids of connections and tasks cannot contain it. */
const separator = '\u0000';

/** The stable id of a node: its kind and its key parts. */
export function nodeId(kind: TreeNode['kind'], ...names: readonly string[]): string {
  return [kind, ...names].join(separator);
}

/** Creates nodes. Returns the same object for the same id, which VS Code requires. */
export class TreeNodes {
  private readonly known = new Map<string, TreeNode>();
  /** Item nodes by the id of their task's node, to remove them with it. */
  private readonly items = new Map<string, Map<number, TreeNode>>();

  provider(provider: string): TreeNode {
    return this.keep({ kind: 'provider', id: nodeId('provider', provider), provider });
  }

  connection(provider: string, connection: string): TreeNode {
    return this.keep({ kind: 'connection', id: nodeId('connection', connection), provider, connection });
  }

  task({ connection, id }: TaskRef): TreeNode {
    const ref = { connection, id };
    return this.drawnTask(ref) ?? this.keep({ kind: 'task', id: taskNodeId(ref), ref });
  }

  item(ref: TaskRef, index: number): TreeNode {
    const task = taskNodeId(ref);
    const items = this.items.get(task) ?? new Map<number, TreeNode>();
    this.items.set(task, items);
    const id = nodeId('item', taskKey(ref), String(index));
    const node = items.get(index) ?? ({ kind: 'item', id, ref, index } as const);
    items.set(index, node);
    return node;
  }

  more(parent: TreeNode): TreeNode {
    return this.keep({ kind: 'more', id: nodeId('more', parent.id), of: parent.id, parent });
  }

  problem(index: number): TreeNode {
    return this.keep({ kind: 'problem', id: nodeId('problem', String(index)), index });
  }

  /** The node of a task, if it was drawn before. */
  drawnTask(ref: TaskRef): TreeNode | undefined {
    return this.known.get(taskNodeId(ref));
  }

  /** The node of a connection, if it was drawn before. */
  drawnConnection(connection: string): TreeNode | undefined {
    return this.known.get(nodeId('connection', connection));
  }

  /** The nodes of all tasks that were drawn before. */
  drawnTasks(): TreeNode[] {
    return [...this.known.values()].filter(({ kind }) => kind === 'task');
  }

  /** Removes a node and its children. Drawing them again creates new ones. */
  forget({ id }: TreeNode): void {
    this.known.delete(id);
    this.known.delete(nodeId('more', id));
    this.items.delete(id);
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

function taskNodeId(ref: TaskRef): string {
  return nodeId('task', taskKey(ref));
}
