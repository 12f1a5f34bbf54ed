import type { Connection } from '../../src/connections/connection';
import {
  statusOf,
  type ConnectionStatus,
  type ConnectionStatusKind,
  type CredentialAvailability,
} from '../../src/connections/connectionStatus';
import type { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import type { RequestFailure } from '../../src/http/failure';
import { builtInProviders } from '../../src/providers/builtInProviders';
import { createProviderRegistry } from '../../src/providers/registry';
import type { Store } from '../../src/tasks/ports/store';
import type { Snapshot, TaskState } from '../../src/tasks/task';
import type { TrackedTask } from '../../src/tasks/trackedTask';
import { TimeSlicer } from '../../src/base/timeSlicer';
import type { ViewDeps } from '../../src/ui/shell/viewDeps';
import { createMemoryStore } from '../store/memoryStore';
import { claimAll, createTestLog, settlement } from '../store/sandbox';
import { createManualClock, withoutTimers } from '../support/manualClock';
import { snapshotOf } from '../tasks/trackedTasks';

const minute = 60_000;

/** A connection in some status. */
export interface StatusCase {
  readonly name: string;
  readonly kind: ConnectionStatusKind;
  /** What is said of it; absent where nothing is. */
  readonly label?: string;
  /** The command that mends it, if one does. */
  readonly mend?: string;
  /** What the secret storage has; 1, the version of good credentials, if left out. */
  readonly credentials?: CredentialAvailability;
  readonly isInSettings?: boolean;
  readonly provider?: string;
  /** Brings it into the status, after the tasks got their responses. */
  readonly bring?: (states: Store['connections'], now: number) => void;
}

const rejection: RequestFailure = { kind: 'unauthorised', host: 'dsc.example.com', status: 401, evidence: 'json' };
const offline: RequestFailure = { kind: 'offline', host: 'dsc.example.com', code: 'ENOTFOUND' };
const throttled: RequestFailure = { kind: 'throttled', host: 'dsc.example.com', status: 429 };
const timeout: RequestFailure = { kind: 'timeout', host: 'dsc.example.com' };

function backOffTwice(states: Store['connections'], failure: RequestFailure, until: number): void {
  states.backOff('works', { until, failure });
  states.backOff('works', { until, failure });
}

function pause(states: Store['connections'], now: number): void {
  states.pausePolling(['works'], now);
}

/** Every status that a connection can be in, and what is true then. */
export const statuses: readonly StatusCase[] = [
  { name: 'ready', kind: 'ready' },
  { name: 'loading, and was polled before', kind: 'loading', credentials: 'loading' },
  {
    name: 'loading, and was paused before',
    kind: 'loading',
    credentials: 'loading',
    bring: pause,
  },
  {
    name: 'not in the settings',
    kind: 'not-configured',
    label: 'not in settings',
    mend: 'cloudTasks.openSettings',
    isInSettings: false,
  },
  { name: 'without a provider', kind: 'no-provider', label: 'provider extension missing', provider: 'gone' },
  {
    name: 'without credentials',
    kind: 'no-credentials',
    label: 'sign-in required',
    mend: 'cloudTasks.updateCredentials',
    credentials: 'none',
  },
  {
    name: 'with credentials for another place',
    kind: 'no-credentials',
    label: 'sign-in required',
    mend: 'cloudTasks.updateCredentials',
    credentials: { givenFor: 'one.example.com', goesTo: 'other.example.com' },
  },
  {
    name: 'with newer credentials in another window',
    kind: 'outdated-credentials',
    label: 'credentials changed in another window',
    mend: 'workbench.action.reloadWindow',
    bring: (states, now) => {
      states.publishCredentials('works', 2, now);
    },
  },
  {
    name: 'rejected',
    kind: 'credentials-rejected',
    label: 'authentication failed',
    mend: 'cloudTasks.updateCredentials',
    bring: (states, now) => {
      states.rejectCredentials('works', 1, rejection, now);
    },
  },
  {
    name: 'paused',
    kind: 'polling-paused',
    label: 'polling paused',
    mend: 'cloudTasks.resumePolling',
    bring: pause,
  },
  {
    name: 'rate limited',
    kind: 'rate-limited',
    label: 'rate limited',
    bring: (states, now) => {
      states.backOff('works', { until: now + minute, failure: throttled });
    },
  },
  {
    name: 'offline',
    kind: 'backing-off',
    label: 'offline',
    bring: (states, now) => {
      backOffTwice(states, offline, now + minute);
    },
  },
  {
    name: 'at a wrong address',
    kind: 'backing-off',
    label: 'invalid endpoint',
    mend: 'cloudTasks.editConnection',
    bring: (states, now) => {
      backOffTwice(states, { kind: 'address', host: 'dsc.example.com' }, now + minute);
    },
  },
  {
    name: 'waiting a moment after one failure',
    kind: 'backing-off',
    bring: (states, now) => {
      states.backOff('works', { until: now + minute, failure: timeout });
    },
  },
  {
    name: 'tried again',
    kind: 'probing',
    label: 'offline',
    bring: (states, now) => {
      backOffTwice(states, offline, now - 1);
    },
  },
];

/** A task in some state. */
export interface TaskCase {
  readonly name: string;
  readonly state: TaskState;
  /** What every surface says of it; nothing before the first response. */
  readonly says: string;
  /** What its row says in place of that: why it failed. */
  readonly rowSays?: string;
  readonly snapshot?: Partial<Snapshot>;
  /** Earlier percentages, one a minute. */
  readonly percents?: readonly number[];
  readonly stale?: RequestFailure;
}

const running = { state: 'running', rawState: '0' } as const;
const ended = (state: TaskState, more: Partial<Snapshot> = {}): Pick<TaskCase, 'state' | 'snapshot'> => ({
  state,
  snapshot: { state, rawState: '1', ...more },
});

/** Every state that a task can be in. */
export const taskCases: readonly [TaskCase, ...TaskCase[]] = [
  { name: 'never polled', state: 'unknown', says: '' },
  { name: 'never polled, the first request failed', state: 'unknown', says: '', stale: timeout },
  { name: 'never polled, the connection failed', state: 'unknown', says: '', stale: offline },
  { name: 'queued', state: 'queued', says: 'queued', snapshot: { state: 'queued', rawState: '0' } },
  { name: 'running', state: 'running', says: 'running', snapshot: running },
  { name: 'at 42%', state: 'running', says: '42%', snapshot: { ...running, percent: 42 } },
  {
    name: 'with an estimate',
    state: 'running',
    says: '50%',
    snapshot: { ...running, percent: 50, completed: 5, failed: 1, total: 10 },
    percents: [20, 30, 40, 50],
  },
  { name: 'stale', state: 'running', says: '42%', snapshot: { ...running, percent: 42 }, stale: timeout },
  {
    name: 'in a status that no document lists',
    state: 'unknown',
    says: 'unknown status: PAUSED',
    snapshot: { state: 'unknown', rawState: 'PAUSED' },
  },
  { name: 'succeeded', says: 'succeeded', ...ended('succeeded') },
  { name: 'failed in part', says: '2 of 9 failed', ...ended('partial', { completed: 7, failed: 2, total: 9 }) },
  { name: 'incomplete', says: '4 of 6 finished', ...ended('partial', { completed: 4, failed: 0, total: 6 }) },
  {
    ...{ name: 'failed', says: 'failed', rowSays: 'No space' },
    ...ended('failed', { error: { message: 'No space.\nDelete something.', code: '507' } }),
  },
  { name: 'failed without a reason', says: 'failed', ...ended('failed') },
  {
    ...{ name: 'failed with a code alone', says: 'failed', rowSays: '507' },
    ...ended('failed', { error: { message: '', code: '507' } }),
  },
  { name: 'canceled', says: 'canceled', ...ended('cancelled') },
  { name: 'gone', says: 'not found', ...ended('expired') },
];

/** One task of one connection, both as a case wants them. */
export class Scene {
  readonly deps: ViewDeps;
  readonly task: TrackedTask;
  private readonly store: Store;

  constructor({ credentials = 1, isInSettings = true, provider = 'huawei-dsc', bring }: StatusCase, wanted: TaskCase) {
    const clock = createManualClock();
    this.store = createMemoryStore({ clock: withoutTimers(clock), windowId: 'one', log: createTestLog() });
    const connection: Connection = { id: 'works', name: 'My works', provider, credentials: 'iam-token' };
    const all = isInSettings ? [connection] : [];
    const connections: Pick<ConnectionDirectory, 'all' | 'get' | 'credentialAvailability' | 'problems'> = {
      all: () => all,
      get: (id) => all.find((each) => each.id === id),
      credentialAvailability: () => (isInSettings ? credentials : 'loading'),
      problems: () => [],
    };
    this.deps = {
      store: this.store,
      connections: connections as ConnectionDirectory,
      providers: createProviderRegistry(builtInProviders),
      clock,
      timeSlicer: new TimeSlicer(clock, (error) => {
        throw error;
      }),
    };
    const { tasks, queue, connections: states } = this.store;
    tasks.track([{ connection: 'works', provider, id: '7', name: 'Drawings' }], clock.now());
    states.publishCredentials('works', 1, clock.now());
    const [...percents] = wanted.percents ?? [];
    for (const percent of [...percents.slice(0, -1), undefined]) {
      const snapshot = wanted.snapshot && snapshotOf({ ...wanted.snapshot, ...(percent !== undefined && { percent }) });
      const sampled = percent ?? percents.at(-1);
      const [claim] = claimAll(this.store, clock.now());
      if (claim) {
        const { task, ...more } = snapshot ? settlement(claim, snapshot, clock.now()) : { claim, task: claim.task };
        const stale = percent === undefined && wanted.stale && { since: clock.now(), failure: wanted.stale };
        const { nextPollAt: _, ...settled } = { ...task, ...(stale && { stale, failures: 1 }) };
        queue.settle([
          {
            ...more,
            task:
              wanted.state === task.state || stale || percent !== undefined
                ? { ...settled, nextPollAt: clock.now() + minute }
                : settled,
            ...(sampled !== undefined && { sample: { at: clock.now(), percent: sampled } }),
          },
        ]);
      }
      clock.jump(percent === undefined ? 0 : minute);
    }
    bring?.(states, clock.now());
    const task = tasks.get({ connection: 'works', id: '7' });
    if (task?.state !== wanted.state) {
      throw new Error(`The task is ${task?.state ?? 'gone'} instead of ${wanted.state}.`);
    }
    this.task = task;
  }

  status(): ConnectionStatus {
    return statusOf('works', this.deps);
  }

  end(): void {
    this.store.dispose();
  }
}
