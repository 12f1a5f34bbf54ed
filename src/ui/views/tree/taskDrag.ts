import { DataTransferItem, type TreeDragAndDropController } from 'vscode';
import type { TreeNode } from './treeNode';

/**
 * Rows of tasks that are dragged into an editor give the tasks' IDs, one a line. VS Code takes a text only while Shift is held, and
 * says so at the editor; without Shift it opens what is dropped, and these rows name no file. Terminals and input boxes take files
 * only. Nothing can be dropped on the tree.
 */
export const taskDrag: TreeDragAndDropController<TreeNode> = {
  dragMimeTypes: ['text/plain'],
  dropMimeTypes: [],
  handleDrag(rows, transfer) {
    const ids = rows.flatMap((row) => (row.kind === 'task' ? [row.ref.id] : []));
    if (ids.length > 0) {
      transfer.set('text/plain', new DataTransferItem(ids.join('\n')));
    }
  },
};
