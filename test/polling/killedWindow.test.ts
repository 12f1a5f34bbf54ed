import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import type { TaskRef } from '../../src/tasks/task';
import type { Store } from '../../src/tasks/ports/store';
import { answer, settlement, start, useSandbox } from '../store/sandbox';
import { settled } from '../support/manualClock';
import { createTestAccount, type TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import type { Doom, DoomedWindow } from './doomedWindow';
import { openTrackingWindow } from './pollingWindow';

const second = 1_000;
/** After this all that a killed window took upon itself is free again. */
const claimLength = 45 * second;

describe('a window that is killed', function () {
  this.timeout(30_000);
  const box = useSandbox();
  let cloud: SimulatedCloud;
  let account: TestAccount;
  let store: Store;
  let running: TaskRef;
  let ended: TaskRef;

  beforeEach(async () => {
    cloud = createSimulatedCloud({ clock: box.clock, unlimited: true });
    account = createTestAccount('dsc-iam-token', await cloud.start());
    cloud.accounts.allow(account.account);
    const connection = account.connection.id;
    const plan = { queuedMs: 0, outcome: 'failed' } as const;
    running = { connection, id: cloud.addTask('dsc', { ...plan, runningMs: 86_400 * second }) };
    ended = { connection, id: cloud.addTask('dsc', { ...plan, runningMs: 0 }) };

    // Both had been answered for, and are due.
    store = box.window('survivor');
    const now = box.clock.now();
    store.tasks.track(
      [running, ended].map((ref) => ({ ...ref, provider: 'huawei-dsc' })),
      now,
    );
    const connections = [{ id: connection, credentialVersion: 1 }];
    const claims = store.queue.claim({ connections, now, until: now + second, limit: 9 });
    const first = claims.map((claim) => settlement(claim, answer(), now));
    store.queue.settle(first.map((each) => ({ ...each, task: { ...each.task, nextPollAt: now } })));
  });
  afterEach(async () => {
    await cloud.stop();
  });

  /** Opens a window in another process; `isThere` says when it has come to its doom, its own word does where left out. */
  const openAndKill = async (doom: Doom, isThere?: () => boolean): Promise<void> => {
    const told: DoomedWindow = { file: box.file, now: box.clock.now(), account, doom };
    const started = spawn(
      process.execPath,
      ['--no-warnings', join(__dirname, 'doomedWindow.js'), JSON.stringify(told)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    box.register({ dispose: () => started.kill('SIGKILL') });
    let said = '';
    started.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(`the window comes to its ${doom}`, () => isThere?.() ?? said === 'here');
    const gone = once(started, 'exit');
    started.kill('SIGKILL');
    await gone;
  };
  /** Opens the window that is left, and collects of which tasks it tells. */
  const surviving = async (): Promise<readonly string[]> => {
    const told: string[] = [];
    const onAnnounce = (id: string): void => void told.push(id);
    box.register(await openTrackingWindow({ store, clock: box.clock, account, onAnnounce }));
    return told;
  };
  /** Lets time pass, with real answers in between. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += second) {
      box.clock.advance(second);
      await settled();
    }
  };
  const asked = (ref: TaskRef): number => cloud.requests.filter(({ taskId }) => taskId === ref.id).length;
  const answered = (ref: TaskRef): boolean => (store.tasks.get(ref)?.lastResponseAt ?? 0) > start;
  const pendingNotices = (at: number): number => store.outbox.claim(at, at, 9).length;

  it('in the middle of a poll loses nothing, and its tasks are left alone until its claims lapse', async () => {
    cloud.inject({ kind: 'hang', match: { times: 1 } });
    await openAndKill('poll', () => cloud.requests.length > 0);
    assert.equal(cloud.requests.length, 1);

    const told = await surviving();
    await pass(claimLength - 10 * second);
    assert.equal(cloud.requests.length, 1, 'nobody asks in its place while it may be alive');
    await pass(20 * second);
    await until('it is answered', () => answered(running) && store.tasks.get(ended)?.state === 'failed');
    assert.deepEqual([asked(running), asked(ended)].sort(), [1, 2], 'the lost question is asked once more');
    await pass(5 * second);
    assert.deepEqual(told, [ended.id]);
    assert.equal(pendingNotices(box.clock.now()), 0);
  });

  it('in the middle of a transaction leaves none of it, and the end is heard of and told once', async () => {
    await openAndKill('transaction');
    assert.equal(store.tasks.get(ended)?.state, 'running', 'half of a transaction is none of it');
    assert.equal(pendingNotices(box.clock.now()), 0);
    const before = asked(ended);

    const told = await surviving();
    await pass(claimLength + 10 * second);
    await until('it is answered', () => store.tasks.get(ended)?.state === 'failed');
    assert.equal(asked(ended), before + 1);
    await pass(60 * second);
    assert.deepEqual(told, [ended.id]);
    assert.equal(pendingNotices(box.clock.now()), 0);
    assert.equal(asked(ended), before + 1, 'who has ended is not asked again');
  });

  it('between taking a notice and showing it leaves the notice to another one, which shows it once', async () => {
    await openAndKill('notice');
    assert.equal(store.tasks.get(ended)?.state, 'failed');
    assert.equal(pendingNotices(box.clock.now()), 0, 'it has been taken');
    const before = asked(ended);

    const told = await surviving();
    await pass(20 * second);
    assert.deepEqual(told, []);
    await pass(60 * second);
    assert.deepEqual(told, [ended.id]);
    await pass(claimLength);
    assert.deepEqual(told, [ended.id]);
    assert.equal(asked(ended), before);
  });
});
