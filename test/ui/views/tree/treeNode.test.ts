import assert from 'node:assert/strict';
import { TreeNodes } from '../../../../src/ui/views/tree/treeNode';

const task = { provider: 'huawei-dsc', connection: 'works', id: 'a' };

describe('TreeNodes', () => {
  it('hands out the same object for the same row, as the editor wants', () => {
    const nodes = new TreeNodes();
    const node = nodes.task(task);
    assert.equal(nodes.task({ ...task }), node);
    assert.equal(nodes.item(node, 3), nodes.item(node, 3));
    assert.notEqual(nodes.item(node, 3), nodes.item(node, 4));
    assert.equal(nodes.more(node), nodes.more(node));
    assert.equal(nodes.connection('huawei-dsc', 'works'), nodes.connection('huawei-dsc', 'works'));
  });

  it('gives every row an id of its own', () => {
    const nodes = new TreeNodes();
    const node = nodes.task(task);
    const rows = [
      ...[node, nodes.task({ ...task, connection: 'work', id: 'sa' }), nodes.item(node, 0), nodes.item(node, 1)],
      ...[nodes.more(node), nodes.connection('huawei-dsc', 'works'), nodes.provider('works'), nodes.problem(0)],
    ];
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });

  it('E6: gives a row another id where it stands elsewhere, below another provider', () => {
    const nodes = new TreeNodes();
    const before = nodes.task(task);
    const moved = nodes.task({ ...task, provider: 'huawei-vod' });
    const ids = [
      ...[before, nodes.item(before, 0), nodes.more(before), nodes.connection('huawei-dsc', 'works')],
      ...[moved, nodes.item(moved, 0), nodes.more(moved), nodes.connection('huawei-vod', 'works')],
    ].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(nodes.drawnTasks(), [moved]);
  });

  it('knows which tasks and connections were drawn', () => {
    const nodes = new TreeNodes();
    assert.equal(nodes.drawnTask(task), undefined);
    assert.deepEqual(nodes.drawnConnections('works'), []);
    const connections = [nodes.connection('huawei-dsc', 'works'), nodes.connection('huawei-vod', 'works')];
    const node = nodes.task(task);
    assert.equal(nodes.drawnTask(task), node);
    assert.deepEqual(nodes.drawnConnections('works'), connections);
    assert.deepEqual(nodes.drawnTasks(), [node]);
  });

  it('forgets a task with all that was below it', () => {
    const nodes = new TreeNodes();
    const node = nodes.task(task);
    const below = [nodes.item(node, 0), nodes.item(node, 1), nodes.more(node)];
    nodes.forget(node);
    assert.deepEqual(nodes.drawnTasks(), []);
    const anew = nodes.task(task);
    assert.notEqual(anew, node);
    assert.ok([nodes.item(anew, 0), nodes.item(anew, 1), nodes.more(anew)].every((each) => !below.includes(each)));
  });
});
