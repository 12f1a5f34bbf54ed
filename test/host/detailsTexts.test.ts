import assert from 'node:assert/strict';
import { chartOf } from '../../src/ui/views/details/chart';
import { detailsOf } from '../../src/ui/views/details/detailsOf';
import { TreeItems } from '../../src/ui/views/tree/treeItems';
import { TreeNodes } from '../../src/ui/views/tree/treeNode';
import { createArrangement } from '../ui/views/tree/treeScene';
import { Scene, statuses } from './scene';

describe('texts about time', () => {
  const at = Date.UTC(2026, 10, 26, 5, 16, 2);
  const textOf = (ms: number) =>
    chartOf([
      { at, percent: 19 },
      { at: at + ms, percent: 26 },
    ])?.text ?? 'none';

  it('of progress within minutes tell the seconds, and of hours they do not', () => {
    assert.match(textOf(20_000), /^From 19% at \d+:16:02 .M to 26% at \d+:16:22 .M\.$/);
    assert.match(textOf(2 * 3_600_000), /^From 19% at \d+:16 .M to 26% at \d+:16 .M\.$/);
    assert.equal(textOf(400), 'none');
  });

  it('are short in a row, and long for a screen reader', () => {
    const ready = statuses.find(({ kind }) => kind === 'ready');
    assert.ok(ready);
    const percents = [70, 80, 90, 98];
    const snapshot = { state: 'running', rawState: '0', percent: 98 } as const;
    const scene = new Scene(ready, { name: 'nearly done', state: 'running', says: '98%', snapshot, percents });
    try {
      const items = new TreeItems(scene.deps, createArrangement());
      const row = items.task(new TreeNodes().task(scene.task));
      assert.equal(row.description, '98% · <1 min left');
      assert.match(row.accessibilityInformation?.label ?? '', /98%, less than a minute left/);
    } finally {
      scene.end();
    }
  });
});

describe('the bar of a task', () => {
  it('is not green where the task failed, however far it was', () => {
    const ready = statuses.find(({ kind }) => kind === 'ready');
    assert.ok(ready);
    const counts = { completed: 8, failed: 0, total: 8, percent: 100 };
    const snapshot = { state: 'failed', rawState: '1', ...counts } as const;
    const scene = new Scene(ready, { name: 'failed late', state: 'failed', says: 'failed', snapshot });
    try {
      assert.deepEqual(detailsOf(scene.deps, scene.task)?.details.bar, { percent: 100, failedPercent: 100 });
    } finally {
      scene.end();
    }
  });
});
