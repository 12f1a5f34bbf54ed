import assert from 'node:assert/strict';
import type { CloudTasksApi, Connection, Task, TaskRef } from '../../src/api';
import { systemClock } from '../../src/base/clock';
import type { TaskPlan } from '../../src/simulator/lifecycle';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import { createTestAccount, type TestAccount, type TestAccountName } from '../support/testAccounts';
import { openApi, readUserSetting, writeUserSetting } from './extensionUnderTest';
import { forgetMessages } from './shownMessages';

/** The extension under test, with a simulated cloud of its own for each test. */
export interface Stage {
  readonly api: CloudTasksApi;
  readonly cloud: SimulatedCloud;
  readonly origin: string;
  /** Lets the cloud's clock, not the extension's, jump ahead. */
  advance(ms: number): void;
  /** Adds a connection that works. */
  connect(name: TestAccountName, change?: Partial<Connection>): Promise<TestAccount>;
  /** Adds a task to the cloud and tracks it. Resolves after the first response. */
  trackNew(account: TestAccount, plan: TaskPlan, name?: string): Promise<TaskRef>;
  /** Untracks all tasks. */
  untrackAll(): Promise<void>;
  /** A tracked task as it is now. */
  task(ref: TaskRef): Promise<Task>;
  /** The same after a refresh. */
  refreshed(ref: TaskRef): Promise<Task>;
  /** How many requests for a task the cloud has responded to. */
  requestsFor(ref: TaskRef): number;
}

/** Runs for longer than any test. */
export const longRun: TaskPlan = { queuedMs: 0, runningMs: 600_000, outcome: 'succeeded', files: 10 };

/**
 * Sets a stage up before each test of a `describe` and clears it after. The result may be used inside of tests only.
 * @param shared whether all tests of the `describe` share one, which is quicker
 */
export function useStage(shared = false): Stage {
  const [setUp, clear] = shared ? [before, after] : [beforeEach, afterEach];
  let api: CloudTasksApi | undefined;
  let cloud: SimulatedCloud | undefined;
  let origin = '';
  let ahead = 0;

  setUp(async () => {
    forgetMessages();
    ahead = 0;
    api = await openApi();
    cloud = createSimulatedCloud({
      clock: { ...systemClock, now: () => systemClock.now() + ahead },
      unlimited: true,
    });
    origin = await cloud.start();
    if (readUserSetting('polling.minInterval') !== 1) {
      await writeUserSetting('polling.minInterval', 1);
    }
  });

  clear(async () => {
    await (api && stage.untrackAll());
    for (const { id } of api?.listConnections() ?? []) {
      await api?.removeConnection(id);
    }
    // Malformed entries are still there.
    if (JSON.stringify(readUserSetting('connections') ?? []) !== '[]') {
      await writeUserSetting('connections', undefined);
    }
    await cloud?.stop();
  });

  const stage: Stage = {
    get api() {
      assert.ok(api);
      return api;
    },
    get cloud() {
      assert.ok(cloud);
      return cloud;
    },
    get origin() {
      return origin;
    },
    advance(ms) {
      ahead += ms;
    },
    async connect(name, change = {}) {
      const made = createTestAccount(name, origin);
      const account = { ...made, connection: { ...made.connection, ...change } };
      stage.cloud.accounts.allow(account.account);
      await stage.api.addConnection(account.connection, account.credentials);
      return account;
    },
    async trackNew({ connection, service }, plan, name) {
      const ref = { connection: connection.id, id: stage.cloud.addTask(service, plan) };
      await stage.api.track({ ...ref, ...(name === undefined ? {} : { name }) });
      await stage.api.refresh(ref).catch(() => undefined);
      return ref;
    },
    async untrackAll() {
      for (const { connection, id } of await stage.api.listTasks()) {
        await stage.api.untrack({ connection, id });
      }
    },
    async task(ref) {
      const task = await stage.api.getTask(ref);
      assert.ok(task, `Task ${ref.id} is not tracked.`);
      return task;
    },
    async refreshed(ref) {
      await stage.api.refresh(ref).catch(() => undefined);
      return stage.task(ref);
    },
    requestsFor: ({ id }) => stage.cloud.requests.filter(({ taskId }) => taskId === id).length,
  };
  return stage;
}
