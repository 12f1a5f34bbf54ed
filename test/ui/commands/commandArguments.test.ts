import assert from 'node:assert/strict';
import { connectionFromArgs, rowsFromArgs, rowsOfKind, tasksFromArgs } from '../../../src/ui/commands/commandArguments';
import type { TreeNode } from '../../../src/ui/views/tree/treeNode';

const task = (id: string): TreeNode & { kind: 'task' } => ({
  kind: 'task',
  id: `task ${id}`,
  provider: 'vod',
  ref: { connection: 'studio', id },
});
const file: TreeNode = {
  kind: 'item',
  id: 'item 1',
  provider: 'huawei-vod',
  ref: { connection: 'studio', id: 'a' },
  index: 1,
};
const connection: TreeNode = { kind: 'connection', id: 'connection', provider: 'vod', connection: 'studio' };
const more: TreeNode = { kind: 'more', id: 'more', of: connection.id, parent: connection };
const [a, b, c] = [task('a'), task('b'), task('c')];

describe('a command', () => {
  describe('from a key', () => {
    const pressed = (focused: unknown, selection: readonly TreeNode[]) => rowsFromArgs([[focused]], selection);

    it('is about the focused row when the selection is elsewhere (E1)', () => {
      assert.deepEqual(pressed(c, [a]), [c]);
      assert.deepEqual(pressed(c, [a, b]), [c]);
      assert.deepEqual(pressed(c, []), [c]);
    });

    it('is about all that is selected when the focused row is among it (E1, E15)', () => {
      assert.deepEqual(pressed(b, [a, b]), [a, b]);
      // VS Code may hand out another object for the same row.
      assert.deepEqual(pressed({ ...b }, [a, b]), [a, b]);
    });

    it('is about nothing when no row is focused', () => {
      assert.deepEqual(pressed(undefined, [a]), []);
      assert.deepEqual(pressed(null, [a]), []);
    });

    it('is about the selection where the editor does not say which row is focused', () => {
      assert.deepEqual(pressed({ $treeViewId: 'cloudTasks.tasks', $focusedTreeItem: true }, [a]), [a]);
    });
  });

  it('from a menu is about the clicked row, or all selected rows if it is one of them', () => {
    assert.deepEqual(rowsFromArgs([a], [b]), [a]);
    assert.deepEqual(rowsFromArgs([a, [a, b]], []), [a, b]);
  });

  it('from elsewhere is about no row', () => {
    assert.equal(rowsFromArgs([], [a]), undefined);
    assert.equal(rowsFromArgs([{ connection: 'studio', id: 'a' }], [a]), undefined);
  });

  it('acts on all rows or on none (E2, E15)', () => {
    assert.deepEqual(rowsOfKind('task', [a, b]), [a, b]);
    for (const other of [file, connection, more]) {
      assert.deepEqual(rowsOfKind('task', [other]), []);
      assert.deepEqual(rowsOfKind('task', [b, other]), []);
      assert.deepEqual(rowsOfKind('item', [file, b]), []);
    }
  });

  it('takes the rows inside of a selected one as part of it, as when everything is selected', () => {
    const moreFiles: TreeNode = { kind: 'more', id: 'more files', of: a.id, parent: a };
    assert.deepEqual(rowsOfKind('task', [a, file, moreFiles, b]), [a, b]);
    assert.deepEqual(rowsOfKind('connection', [connection, a, file, moreFiles, b, more]), [connection]);
    const elsewhere = { ...a, ref: { connection: 'shop', id: 'a' } };
    assert.deepEqual(rowsOfKind('connection', [connection, elsewhere]), []);
  });

  it('takes what stands below a service, or below a state, as part of it', () => {
    const service: TreeNode = { kind: 'provider', id: 'provider', provider: 'vod' };
    assert.deepEqual(rowsOfKind('provider', [service, connection, a, more]), [service]);
    const failed: TreeNode = { kind: 'state', id: 'state failed', state: 'failed' };
    const moreFailed: TreeNode = { kind: 'more', id: 'more', of: failed.id, parent: failed };
    assert.deepEqual(rowsOfKind('state', [failed, { ...a, below: 'failed' }, moreFailed]), [failed]);
    assert.deepEqual(rowsOfKind('state', [failed, { ...a, below: 'running' }]), []);
    // What is not shown yet is no part of the selected tasks.
    const moreRoots: TreeNode = { kind: 'more', id: 'more', of: 'root', parent: undefined };
    assert.deepEqual(rowsOfKind('task', [a, b, moreRoots]), []);
  });

  it('takes a task from its arguments, and never the task of a row for one that is to be tracked', () => {
    assert.deepEqual(tasksFromArgs({ connection: 'studio', id: 7 }), [{ connection: 'studio', id: '7' }]);
    assert.deepEqual(tasksFromArgs({ connection: 'studio', id: ' 7\u200B' }), [{ connection: 'studio', id: '7' }]);
    // Its last digits are lost: it would be another task.
    assert.deepEqual(tasksFromArgs({ connection: 'studio', id: 1.512457666269221e18 }), []);
    // The view's title passes the focused row, whatever it is.
    assert.deepEqual(tasksFromArgs(a), []);
    assert.deepEqual(tasksFromArgs(file), []);
    assert.equal(connectionFromArgs(a), undefined);
    assert.equal(connectionFromArgs(connection), 'studio');
  });
});
