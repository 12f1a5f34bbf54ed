import type { MarkdownString } from 'vscode';
import type { TaskRef } from '../../../tasks/task';
import { connectionTooltip } from '../../text/connectionTooltip';
import { itemTooltip } from '../../text/itemTooltip';
import { taskSummary } from '../../text/taskSummary';
import { taskTooltip } from '../../text/taskTooltip';
import type { ViewDeps } from '../../shell/viewDeps';
import { connectionStatusText } from '../../text/connectionStatusText';
import type { TreeNode } from './treeNode';

/**
 * The tooltip of a row. It is made when the user first hovers over the row: VS Code parses the Markdown of every tooltip that
 * a drawn row already has.
 * @returns `undefined` for rows that need no tooltip
 */
export function treeTooltip(deps: ViewDeps, node: TreeNode): MarkdownString | string | undefined {
  switch (node.kind) {
    case 'connection':
      return ofConnection(deps, node.connection);
    case 'task':
      return ofTask(deps, node.ref);
    case 'item': {
      const [item] = deps.store.tasks.items(node.ref, node.index, 1);
      return item && itemTooltip(item);
    }
    case 'provider':
    case 'state':
    case 'more':
    case 'problem':
      return undefined;
  }
}

function ofConnection(deps: ViewDeps, id: string): MarkdownString | string | undefined {
  const connection = deps.connections.get(id);
  const sentence = connectionStatusText(deps, id)?.sentence;
  const provider = connection && deps.providers.get(connection.provider);
  return connection ? connectionTooltip(connection, provider, sentence) : sentence;
}

function ofTask(deps: ViewDeps, ref: TaskRef): MarkdownString | undefined {
  const { store, connections, providers, clock } = deps;
  const task = store.tasks.get(ref);
  if (!task) {
    return undefined;
  }
  const names = {
    provider: providers.get(task.provider)?.label ?? task.provider,
    connection: connections.get(task.connection)?.name ?? task.connection,
  };
  return taskTooltip(task, names, taskSummary(deps, task), clock.now());
}
