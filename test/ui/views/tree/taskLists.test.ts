import assert from 'node:assert/strict';
import { noFilter, type Arrangement } from '../../../../src/ui/arrangement/arrangement';
import { TaskLists, type ListParent } from '../../../../src/ui/views/tree/taskLists';
import { TreeNodes, type TreeNode } from '../../../../src/ui/views/tree/treeNode';
import { UpperRows } from '../../../../src/ui/views/tree/upperRows';
import { useSandbox } from '../../../store/sandbox';
import { TreeScene } from './treeScene';

describe('the lists of the tree', () => {
  const box = useSandbox();
  let scene: TreeScene;
  let nodes: TreeNodes;
  let upper: UpperRows;
  let lists: TaskLists;

  beforeEach(() => {
    scene = new TreeScene(box);
    nodes = new TreeNodes();
    upper = new UpperRows(scene.deps, scene.arrangement, nodes);
    lists = new TaskLists(scene.deps, scene.arrangement, nodes, upper);
  });

  function arrange(change: Partial<Arrangement>): void {
    scene.arrangement.change(change);
    lists.forget();
  }

  const textOf = (node: TreeNode): string => {
    switch (node.kind) {
      case 'task':
        return scene.store.tasks.get(node.ref)?.name ?? '';
      case 'connection':
        return node.connection;
      case 'provider':
        return node.provider;
      case 'state':
        return `${node.state} ${String(upper.taskCount(node))}`;
      case 'more':
        return `${String(lists.nextCount(node))} more`;
      case 'item':
      case 'problem':
        return node.kind;
    }
  };

  /** The whole tree, each row indented below its parent. */
  async function drawn(): Promise<readonly string[]> {
    const rows: string[] = [];
    const list = async (parent: ListParent, indent: string): Promise<void> => {
      rows.push(...(await lists.tasksOf(parent)).map((row) => `${indent}${textOf(row)}`));
    };
    const parents = upper.all();
    for (const row of parents) {
      const isInner = row.kind === 'connection' && !upper.isOnly(row);
      rows.push(`${isInner ? ' ' : ''}${textOf(row)}`);
      if (row.kind === 'state' || (row.kind === 'connection' && lists.areBelowConnections)) {
        await list(row, isInner ? '  ' : ' ');
      }
    }
    if (scene.arrangement.current.groupBy === 'none') {
      await list(undefined, '');
    }
    return rows;
  }

  it('group by service, connection, state and nothing', async () => {
    assert.deepEqual(await drawn(), [
      ...['huawei-dsc', ' works', '  Saw', '  Plane', '  Drill', ' archive', '  Ledger', 'shop', ' lamp'],
    ]);
    arrange({ groupBy: 'connection' });
    assert.deepEqual(await drawn(), [...['archive', ' Ledger', 'shop', ' lamp', 'works', ' Saw', ' Plane', ' Drill']]);
    arrange({ groupBy: 'state' });
    assert.deepEqual(await drawn(), [
      ...['running 1', ' Saw', 'unknown 1', ' Ledger', 'failed 1', ' Drill', 'succeeded 2', ' lamp', ' Plane'],
    ]);
    arrange({ groupBy: 'none' });
    assert.deepEqual(await drawn(), ['Saw', 'Ledger', 'lamp', 'Plane', 'Drill']);
  });

  it('sort by last change, start and name, in every grouping', async () => {
    arrange({ groupBy: 'none', sortBy: 'name' });
    assert.deepEqual(await drawn(), ['Drill', 'lamp', 'Ledger', 'Plane', 'Saw']);
    arrange({ sortBy: 'start' });
    assert.deepEqual(await drawn(), ['Plane', 'Drill', 'Saw', 'Ledger', 'lamp']);
    arrange({ groupBy: 'state', sortBy: 'name' });
    assert.deepEqual((await drawn()).slice(-3), ['succeeded 2', ' lamp', ' Plane']);
    arrange({ groupBy: 'service' });
    assert.deepEqual((await drawn()).slice(1, 5), [' works', '  Drill', '  Plane', '  Saw']);
  });

  it('are filtered by state and by all that can be read in a row, with no row above that has nothing below', async () => {
    const filtered = async (filter: Partial<Arrangement['filter']>): Promise<readonly string[]> => {
      arrange({ filter: { ...noFilter, ...filter } });
      return drawn();
    };
    assert.deepEqual(await filtered({ states: ['failed'] }), ['huawei-dsc', ' works', '  Drill']);
    assert.deepEqual(await filtered({ text: 'SAW' }), ['huawei-dsc', ' works', '  Saw']);
    assert.deepEqual(await filtered({ text: 'space' }), ['huawei-dsc', ' works', '  Drill']);
    assert.deepEqual(await filtered({ text: 'lamps' }), ['shop', ' lamp'], 'the connection');
    assert.deepEqual(await filtered({ text: 'shoplazza' }), ['shop', ' lamp'], 'the service');
    assert.deepEqual(await filtered({ text: 'works', states: ['succeeded'] }), ['huawei-dsc', ' works', '  Plane']);
    assert.deepEqual(await filtered({ text: 'nothing' }), []);
    for (const groupBy of ['connection', 'state', 'none'] as const) {
      arrange({ groupBy });
      assert.deepEqual(await drawn(), [], groupBy);
    }
    arrange({ groupBy: 'state', filter: { states: [], text: 'la' } });
    assert.deepEqual(await drawn(), ['succeeded 2', ' lamp', ' Plane']);
  });

  it('show the first hundred, then two hundred more each time, then the rest', async () => {
    scene.track(
      'archive',
      'huawei-dsc',
      Object.fromEntries(Array.from({ length: 449 }, (_, index) => [`n${index}`, `N${index}`])),
    );
    const parent = nodes.connection('huawei-dsc', 'archive');
    const lengths: string[] = [];
    for (;;) {
      const rows = await lists.tasksOf(parent);
      const last = rows.at(-1);
      if (last?.kind !== 'more') {
        assert.equal(new Set(rows).size, 450);
        break;
      }
      lengths.push(`${rows.length - 1}, ${textOf(last)}`);
      lists.lengthen(last);
    }
    assert.deepEqual(lengths, ['100, 200 more', '300, 150 more']);
    arrange({ groupBy: 'none' });
    assert.equal(textOf((await lists.tasksOf(undefined)).at(-1)!), '200 more');
    assert.equal(await lists.includeTask(undefined, { connection: 'works', id: 'c' }), true);
    assert.ok((await lists.tasksOf(undefined)).some((row) => textOf(row) === 'Plane'));
    arrange({ filter: { states: [], text: 'ledger' } });
    assert.equal(await lists.includeTask(undefined, { connection: 'works', id: 'c' }), undefined);
  });

  it('change with a transition and not with progress', async () => {
    for (const groupBy of ['service', 'connection', 'state', 'none'] as const) {
      for (const sortBy of ['lastChange', 'start', 'name'] as const) {
        arrange({ groupBy, sortBy });
        await drawn();
        const at = 1_000_000 * (1 + ['service', 'connection', 'state', 'none'].indexOf(groupBy) * 3) + sortBy.length;
        scene.answer('works', 'a', { state: 'running', percent: (at / 1_000) % 97 }, at);
        const parents = lists.parentsOf(new Set(['works', 'archive', 'shop']));
        assert.deepEqual(
          parents.filter((parent) => lists.haveTasksChanged(parent)),
          [],
          `${groupBy}, ${sortBy}`,
        );
      }
    }
    arrange({ groupBy: 'state', sortBy: 'lastChange' });
    await drawn();
    scene.answer('works', 'a', { state: 'succeeded' }, 90_000_000);
    assert.deepEqual(
      lists
        .parentsOf(new Set(['works']))
        .flatMap((parent) => (lists.haveTasksChanged(parent) && parent ? [textOf(parent)] : [])),
      ['running 0', 'succeeded 3'],
    );
  });

  it('give a row another id below another state, so that it is not in two places', async () => {
    arrange({ groupBy: 'state' });
    await drawn();
    const before = nodes.drawnTask({ connection: 'works', id: 'a' });
    scene.answer('works', 'a', { state: 'failed' }, 1_000_000);
    await drawn();
    const after = nodes.drawnTask({ connection: 'works', id: 'a' });
    assert.deepEqual([before?.below, after?.below], ['running', 'failed']);
    assert.notEqual(before?.id, after?.id);
    arrange({ groupBy: 'none' });
    await drawn();
    const flat = nodes.drawnTask({ connection: 'works', id: 'a' })?.id;
    arrange({ groupBy: 'service' });
    await drawn();
    assert.equal(nodes.drawnTask({ connection: 'works', id: 'a' })?.id, flat);
  });
});
