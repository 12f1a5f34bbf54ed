import assert from 'node:assert/strict';
import { TreeItemCollapsibleState, type TreeItem } from 'vscode';
import type { ChangedRows } from '../../src/ui/views/tree/rowChanges';
import { TaskRows } from '../../src/ui/views/tree/taskRows';
import type { TreeNode } from '../../src/ui/views/tree/treeNode';
import { useSandbox } from '../store/sandbox';
import { until } from '../support/until';
import { createArrangement, createView, TreeScene } from '../ui/views/tree/treeScene';

describe('the rows of the tree', () => {
  const box = useSandbox();
  let scene: TreeScene;
  let rows: TaskRows;
  let fired: ChangedRows[];

  beforeEach(() => {
    scene = new TreeScene(box);
    fired = [];
    const fire = (changed: ChangedRows): void => void fired.push(changed);
    rows = box.register(new TaskRows(scene.deps, scene.arrangement, createView(), { fire }));
  });

  /** Draws all rows, as the editor does when all are expanded. @returns the label of each with its description */
  async function draw(): Promise<readonly string[]> {
    const drawn: string[] = [];
    const visit = async (node: TreeNode | undefined): Promise<void> => {
      for (const child of await rows.getChildren(node)) {
        const item = await rows.getTreeItem(child);
        drawn.push(textOf(item));
        if (item.collapsibleState !== TreeItemCollapsibleState.None) {
          await visit(child);
        }
      }
    };
    await visit(undefined);
    return drawn;
  }

  const textOf = ({ label, description }: TreeItem): string =>
    `${typeof label === 'string' ? label : ''}: ${String(description)}`;

  /** What the editor was told to draw again after something happened. */
  async function changedBy(happen: () => void): Promise<readonly string[]> {
    await draw();
    fired.splice(0);
    happen();
    box.clock.advance(1_000);
    await until('the change is reported', () => fired.length > 0);
    box.clock.advance(1_000);
    const changed = fired.flatMap((each) => (Array.isArray(each) ? each : [each]));
    return changed.map((node) => (node ? node.id.split('\u0000').slice(0, 2).join(' ') : 'all'));
  }

  it('are drawn alone when a task makes progress, whatever they are grouped by', async () => {
    let percent = 1;
    for (const groupBy of ['service', 'connection', 'state', 'none'] as const) {
      scene.arrangement.change({ groupBy });
      percent += 1;
      const changed = await changedBy(() => {
        scene.answer('works', 'a', { state: 'running', percent }, percent * 1_000_000);
      });
      assert.equal(changed.length, 1, `${groupBy}: ${changed.join()}`);
      assert.match(changed[0] ?? '', /^task/);
    }
  });

  it('say the connection, and why it is not polled, where no row of it is above them', async () => {
    scene.arrangement.change({ groupBy: 'none' });
    scene.store.connections.pausePolling(['works'], 1);
    const flat = await draw();
    assert.deepEqual(
      flat.map((text) => text.replace(/ · (just now|less than a minute ago|.* ago)/, '')),
      [
        'Saw: running · polling paused · Works',
        'Ledger: checking… · Archive',
        'lamp: succeeded · Lamps',
        'Plane: succeeded · Works',
        'Drill: No space left · Works',
      ],
    );
    const changed = await changedBy(() => {
      scene.store.connections.resumePolling(['works'], 2);
    });
    assert.ok(!changed.includes('all') && changed.length === 1, changed.join());
  });

  it('that come up with a transition are read again with their old and their new group', async () => {
    scene.arrangement.change({ groupBy: 'state' });
    scene.answer('archive', 'd', { state: 'running' }, 1);
    assert.ok((await draw()).includes('Running: 2'));
    const moved = await changedBy(() => {
      scene.answer('works', 'a', { state: 'succeeded' }, 9_000_000);
    });
    assert.deepEqual(
      moved.filter((row) => !row.startsWith('task')),
      ['state running', 'state succeeded'],
    );
    assert.ok((await draw()).includes('Succeeded: 3'));
    // A group that has no tasks any more is gone, and so the first rows are others.
    const emptied = await changedBy(() => {
      scene.answer('archive', 'd', { state: 'succeeded' }, 19_000_000);
    });
    assert.ok(emptied.includes('all'), emptied.join());
    assert.ok((await draw()).every((text) => !text.startsWith('Running')));
  });

  it('that the user has collapsed are collapsed in the next window, until one expands them', async () => {
    const kept = new Map<string, unknown>();
    const open = () => {
      const view = createView();
      const opened = box.register(new TaskRows(scene.deps, createArrangement(kept), view, { fire: () => undefined }));
      const find = async (label: string, below?: TreeNode): Promise<TreeNode> => {
        for (const node of await opened.getChildren(below)) {
          if ((await opened.getTreeItem(node)).label === label) {
            return node;
          }
        }
        assert.fail(label);
      };
      const stateOf = async (node: TreeNode) => (await opened.getTreeItem(node)).collapsibleState;
      return { view, find, stateOf };
    };
    const { Collapsed, Expanded } = TreeItemCollapsibleState;
    const first = open();
    const provider = await first.find('Huawei Cloud DSC');
    const works = await first.find('Works', provider);
    assert.equal(await first.stateOf(works), Expanded);
    first.view.collapsed.fire({ element: works });
    first.view.collapsed.fire({ element: await first.find('Lamps') });
    const second = open();
    const states = async () => [
      await second.stateOf(await second.find('Huawei Cloud DSC')),
      await second.stateOf(await second.find('Works', provider)),
      await second.stateOf(await second.find('Archive', provider)),
    ];
    assert.deepEqual(await states(), [Expanded, Collapsed, Expanded]);
    second.view.expanded.fire({ element: works });
    assert.deepEqual(await states(), [Expanded, Expanded, Expanded]);
  });
});
