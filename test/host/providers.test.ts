import assert from 'node:assert/strict';
import type { Task, TaskState } from '../../src/api';
import type { Outcome } from '../../src/simulator/lifecycle';
import type { SimulatedService } from '../../src/simulator/simulatedTask';
import { testAccountNames, type TestAccount } from '../support/testAccounts';
import { shownTexts } from './shownMessages';
import { useStage } from './stage';

/** How each service reports each end. Ends without a status are left out. */
const ends: Readonly<Record<SimulatedService, Partial<Readonly<Record<Outcome, TaskState>>>>> = {
  dsc: { succeeded: 'succeeded', partial: 'partial', failed: 'failed', 'timed-out': 'failed' },
  vod: { succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled' },
  koodrive: { succeeded: 'succeeded', failed: 'failed' },
  shoplazza: { succeeded: 'succeeded', partial: 'partial' },
};

const unlisted: Readonly<Record<SimulatedService, string>> = {
  dsc: '9',
  vod: 'PAUSED',
  koodrive: '7',
  shoplazza: '5',
};

/** The items that a task of 8 files, two of which fail, has in the end. */
const itemsAtTheEnd: Readonly<Record<SimulatedService, readonly [done: number, failed: number]>> = {
  dsc: [0, 2],
  vod: [1, 0],
  koodrive: [0, 0],
  shoplazza: [6, 2],
};

function countItems({ snapshot }: Task, state: TaskState): number {
  return snapshot?.items.filter((item) => item.state === state).length ?? 0;
}

for (const name of testAccountNames) {
  describe(`the connection ${name}`, () => {
    const stage = useStage(true);
    let account: TestAccount;

    before(async () => {
      account = await stage.connect(name);
    });

    it('follows tasks from their start to every end', async () => {
      for (const [outcome, state] of Object.entries(ends[account.service]) as [Outcome, TaskState][]) {
        const ref = await stage.trackNew(account, { queuedMs: 0, runningMs: 60_000, outcome, files: 8, failures: 2 });
        stage.advance(30_000);
        const running = await stage.refreshed(ref);
        assert.equal(running.state, 'running');
        assert.ok(account.service === 'koodrive' || Number(running.snapshot?.percent) > 0);
        stage.advance(60_000);
        const ended = await stage.refreshed(ref);
        assert.equal(ended.state, state, outcome);
        assert.equal(ended.stale, undefined);
        if (outcome === 'partial' || (outcome === 'succeeded' && !('partial' in ends[account.service]))) {
          const found = [countItems(ended, 'succeeded'), countItems(ended, 'failed')];
          assert.deepEqual(found, itemsAtTheEnd[account.service]);
        }
      }
      const requests = stage.cloud.requests.filter(({ taskId }) => taskId !== undefined);
      assert.ok(requests.every(({ status, account: known }) => status === 200 && known !== undefined));
    });

    it('keeps a task in a status that no document lists, and shows it raw', async () => {
      const ref = await stage.trackNew(account, { queuedMs: 0, runningMs: 0, outcome: 'unlisted-status' });
      const { state, snapshot, stale } = await stage.task(ref);
      assert.deepEqual([state, snapshot?.rawState, stale], ['unknown', unlisted[account.service], undefined]);
    });

    it('keeps the last response of a task that the service no longer knows', async () => {
      const ref = await stage.trackNew(account, { queuedMs: 0, runningMs: 60_000, outcome: 'vanished', files: 8 });
      const before = await stage.task(ref);
      stage.advance(60_000);
      const after = await stage.refreshed(ref);
      assert.match(after.stale?.reason ?? '', /cannot find this task/);
      assert.deepEqual([after.state, after.snapshot], [before.state, before.snapshot]);
      assert.ok(!shownTexts().some((text) => text.includes('no longer exists')));
    });
  });
}
