import assert from 'node:assert/strict';
import { TreeNodes } from '../../../../src/ui/views/tree/treeNode';

const ref = { connection: 'works', id: 'a' };

describe('TreeNodes', () => {
  it('hands out the same object for the same row, as the editor wants', () => {
    const nodes = new TreeNodes();
    const task = nodes.task(ref);
    assert.equal(nodes.task({ ...ref }), task);
    assert.equal(nodes.item(ref, 3), nodes.item({ ...ref }, 3));
    assert.notEqual(nodes.item(ref, 3), nodes.item(ref, 4));
    assert.equal(nodes.more(task), nodes.more(task));
    assert.equal(nodes.connection('huawei-dsc', 'works'), nodes.connection('huawei-dsc', 'works'));
  });

  it('gives every row an id of its own', () => {
    const nodes = new TreeNodes();
    const task = nodes.task(ref);
    const rows = [
      ...[task, nodes.task({ connection: 'work', id: 'sa' }), nodes.item(ref, 0), nodes.item(ref, 1), nodes.more(task)],
      ...[nodes.connection('huawei-dsc', 'works'), nodes.provider('works'), nodes.problem(0)],
    ];
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });

  it('knows which tasks and connections were drawn', () => {
    const nodes = new TreeNodes();
    assert.equal(nodes.drawnTask(ref), undefined);
    assert.equal(nodes.drawnConnection('works'), undefined);
    const connection = nodes.connection('huawei-dsc', 'works');
    const task = nodes.task(ref);
    assert.equal(nodes.drawnTask(ref), task);
    assert.equal(nodes.drawnConnection('works'), connection);
    assert.deepEqual(nodes.drawnTasks(), [task]);
  });

  it('forgets a task with all that was below it', () => {
    const nodes = new TreeNodes();
    const task = nodes.task(ref);
    const below = [nodes.item(ref, 0), nodes.item(ref, 1), nodes.more(task)];
    nodes.forget(task);
    assert.deepEqual(nodes.drawnTasks(), []);
    const anew = nodes.task(ref);
    assert.notEqual(anew, task);
    assert.ok([nodes.item(ref, 0), nodes.item(ref, 1), nodes.more(anew)].every((node) => !below.includes(node)));
  });
});
