import assert from 'node:assert/strict';
import { statusBarContent } from '../../src/ui/views/statusBarContent';
import { start, useSandbox } from '../store/sandbox';
import { TreeScene } from '../ui/views/tree/treeScene';

describe('the status bar', () => {
  const box = useSandbox();

  it('averages the tasks that are polled and whose status says how far they are', () => {
    const scene = new TreeScene(box);
    const progress = () => statusBarContent(scene.deps).parts.find(({ icon }) => icon === 'sync~spin')?.text;
    scene.track('works', 'huawei-dsc', { x: 'Router', y: 'Lathe' });
    scene.answer('works', 'x', { state: 'running', percent: 20 }, 50);
    scene.answer('works', 'y', { state: 'unknown', rawState: 'PAUSED', percent: 90 }, 60);
    scene.track('archive', 'huawei-dsc', { z: 'Folder' });
    scene.answer('archive', 'z', { state: 'running', percent: 80 }, 70);
    assert.equal(progress(), '5 tasks 50%');
    scene.store.connections.pausePolling(['archive'], start);
    assert.equal(progress(), '3 tasks 20%');
  });

  it('keeps the name of a task that ended where the words for its state leave no room', () => {
    const scene = new TreeScene(box);
    const first = () => statusBarContent(scene.deps).parts[0];
    scene.track('works', 'huawei-dsc', { x: 'Drawings of line 3' });
    scene.answer('works', 'x', { state: 'running' }, 50);
    scene.answer('works', 'x', { state: 'partial', completed: 3, failed: 1, total: 4 }, 70_000, 'running');
    assert.deepEqual(first(), {
      ...{ icon: 'warning', text: 'Drawings of line 3' },
      speech: 'Drawings of line 3: completed with errors',
    });
  });

  it('says in a word that a task failed', () => {
    const scene = new TreeScene(box);
    const first = () => statusBarContent(scene.deps).parts[0];
    scene.track('works', 'huawei-dsc', { x: 'Drawings of line 3' });
    scene.answer('works', 'x', { state: 'running' }, 50);
    scene.answer('works', 'x', { state: 'failed' }, 70_000, 'running');
    assert.deepEqual(first(), {
      ...{ icon: 'error', text: 'Drawings of line…: failed' },
      speech: 'Drawings of line 3: failed',
    });
  });

  it('is red only where something failed, as the rows are', () => {
    const scene = new TreeScene(box);
    const drawn = () => {
      const { parts, color } = statusBarContent(scene.deps);
      return { first: parts.slice(0, 1).map(({ icon, text }) => ({ icon, text }))[0], color };
    };
    scene.track('works', 'huawei-dsc', { x: 'Router', y: 'Lathe', z: 'Folder' });
    for (const id of ['x', 'y', 'z']) {
      scene.answer('works', id, { state: 'running' }, 50);
    }
    scene.answer('works', 'x', { state: 'partial', completed: 3, failed: 1, total: 4 }, 70_000, 'running');
    assert.deepEqual(drawn(), { first: { icon: 'warning', text: 'Router' }, color: 'warningBackground' });
    scene.answer('works', 'y', { state: 'partial', completed: 3, failed: 1, total: 4 }, 70_000, 'running');
    assert.deepEqual(drawn(), {
      first: { icon: 'warning', text: '2 completed with errors' },
      color: 'warningBackground',
    });
    scene.answer('works', 'z', { state: 'failed' }, 70_000, 'running');
    assert.deepEqual(drawn(), {
      first: { icon: 'error', text: '1 failed, 2 with errors' },
      color: 'errorBackground',
    });
  });
});
