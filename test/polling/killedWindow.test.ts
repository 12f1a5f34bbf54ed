import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import type { TaskRef } from '../../src/tasks/task';
import type { Store } from '../../src/tasks/ports/store';
import { settlement, start, useSandbox } from '../store/sandbox';
import { snapshotOf } from '../tasks/trackedTasks';
import { settled } from '../support/manualClock';
import { createTestAccount, type TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import type { KilledWindowOptions, KillPoint } from './killedWindowProcess';
import { openPollingWindow } from './pollingWindow';

const second = 1_000;
/** After this the claims of a killed window have expired. */
const claimMs = 45 * second;

describe('a killed window', function () {
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

    // Both have had a response, and are due.
    store = box.window('survivor');
    const now = box.clock.now();
    store.tasks.track(
      [running, ended].map((ref) => ({ ...ref, provider: 'huawei-dsc' })),
      now,
    );
    const connections = [{ id: connection, credentialVersion: 1 }];
    const claims = store.queue.claim({ connections, now, until: now + second, limit: 9 });
    const first = claims.map((claim) => settlement(claim, snapshotOf(), now));
    store.queue.settle(first.map((each) => ({ ...each, task: { ...each.task, nextPollAt: now } })));
  });
  afterEach(async () => {
    await cloud.stop();
  });

  /** Opens a window in another process and kills it where `isThere` says so; when left out, where it says so itself. */
  const openAndKill = async (killAt: KillPoint, isThere?: () => boolean): Promise<void> => {
    const options: KilledWindowOptions = { file: box.file, now: box.clock.now(), account, killAt };
    const started = spawn(
      process.execPath,
      ['--no-warnings', join(__dirname, 'killedWindowProcess.js'), JSON.stringify(options)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    box.register({ dispose: () => started.kill('SIGKILL') });
    let said = '';
    started.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(`the window is in its ${killAt}`, () => isThere?.() ?? said === 'here');
    const gone = once(started, 'exit');
    started.kill('SIGKILL');
    await gone;
  };
  /** Opens the window that survives, and collects the tasks whose end it announces. */
  const surviving = async (): Promise<readonly string[]> => {
    const announced: string[] = [];
    const onAnnounce = (id: string): void => void announced.push(id);
    box.register(await openPollingWindow({ store, clock: box.clock, account, onAnnounce }));
    return announced;
  };
  /** Lets time pass, with real responses in between. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += second) {
      box.clock.advance(second);
      await settled();
    }
  };
  const requestsFor = (ref: TaskRef): number => cloud.requests.filter(({ taskId }) => taskId === ref.id).length;
  const hasResponse = (ref: TaskRef): boolean => (store.tasks.get(ref)?.lastResponseAt ?? 0) > start;
  const pendingNotices = (at: number): number => store.outbox.claim(at, at, 9).length;

  it('in the middle of a poll loses nothing, and no window polls its tasks until its claims expire', async () => {
    cloud.inject({ kind: 'hang', match: { times: 1 } });
    await openAndKill('poll', () => cloud.requests.length > 0);
    assert.equal(cloud.requests.length, 1);

    const announced = await surviving();
    await pass(claimMs - 10 * second);
    assert.equal(cloud.requests.length, 1, 'no window polls in its place while it may be alive');
    await pass(20 * second);
    await until('the response is stored', () => hasResponse(running) && store.tasks.get(ended)?.state === 'failed');
    assert.deepEqual([requestsFor(running), requestsFor(ended)].sort(), [1, 2], 'the lost request is sent once more');
    await pass(5 * second);
    assert.deepEqual(announced, [ended.id]);
    assert.equal(pendingNotices(box.clock.now()), 0);
  });

  it('in the middle of a transaction leaves nothing of it, and the end is announced once', async () => {
    await openAndKill('transaction');
    assert.equal(store.tasks.get(ended)?.state, 'running', 'an open transaction is rolled back');
    assert.equal(pendingNotices(box.clock.now()), 0);
    const before = requestsFor(ended);

    const announced = await surviving();
    await pass(claimMs + 10 * second);
    await until('the response is stored', () => store.tasks.get(ended)?.state === 'failed');
    assert.equal(requestsFor(ended), before + 1);
    await pass(60 * second);
    assert.deepEqual(announced, [ended.id]);
    assert.equal(pendingNotices(box.clock.now()), 0);
    assert.equal(requestsFor(ended), before + 1, 'an ended task is not polled again');
  });

  it('between claiming a notice and showing it leaves the notice to another window, which shows it once', async () => {
    await openAndKill('notice');
    assert.equal(store.tasks.get(ended)?.state, 'failed');
    assert.equal(pendingNotices(box.clock.now()), 0, 'it is claimed');
    const before = requestsFor(ended);

    const announced = await surviving();
    await pass(20 * second);
    assert.deepEqual(announced, []);
    await pass(60 * second);
    assert.deepEqual(announced, [ended.id]);
    await pass(claimMs);
    assert.deepEqual(announced, [ended.id]);
    assert.equal(requestsFor(ended), before);
  });
});
