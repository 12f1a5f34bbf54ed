import type { Outcome } from '../../src/simulator/lifecycle';
import type { SimulatedCloud } from '../../src/simulator/simulatedCloud';
import type { SimulatedService } from '../../src/simulator/simulatedTask';
import type { TaskState } from '../../src/tasks/task';
import type { StormKey } from './stormAccounts';

/** What is true of a task, as the service knows it. */
export interface StormTask {
  readonly id: string;
  readonly service: SimulatedService;
  readonly connection: string;
  /** The place of its connection. */
  readonly place: string;
  /** Whether its end is to be told; not at a connection whose key is rejected. */
  readonly isMeasured: boolean;
  readonly createdAt: number;
  /** When it ends; true time, ms since the epoch. Decided once the product has seen it run. */
  endsAt?: number;
  /** The states that say how it ended. */
  endStates: readonly TaskState[];
}

// From the documents of the services; a canceled task of DSC and KooDrive is a failed one there.
const ends: Readonly<Record<SimulatedService, readonly (readonly [Outcome, ...TaskState[]])[]>> = {
  dsc: [
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['partial', 'partial'],
    ['timed-out', 'failed'],
    ['vanished', 'expired'],
  ],
  vod: [
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
  ],
  koodrive: [
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
  ],
  shoplazza: [
    ['succeeded', 'succeeded'],
    ['partial', 'partial'],
  ],
};

const day = 86_400_000;

/** Creates a task that runs until {@link endTask}. */
export function createTask(
  cloud: SimulatedCloud,
  { name, fate, account: { service } }: StormKey,
  connection: string,
  now: number,
): StormTask {
  const plan = { createdAt: now, queuedMs: 0, runningMs: day, outcome: 'succeeded' } as const;
  const id = cloud.addTask(service, plan);
  const isMeasured = fate === 'good';
  return { id, service, connection, place: name, isMeasured, createdAt: now, endStates: [] };
}

/** Decides when and how a task ends. @param at true time, ms since the epoch */
export function endTask(cloud: SimulatedCloud, task: StormTask, at: number, random: () => number): void {
  const possible = ends[task.service];
  const [outcome = 'succeeded', ...states] = possible[Math.floor(random() * possible.length)] ?? [];
  const { createdAt } = task;
  cloud.addTask(task.service, { createdAt, queuedMs: 0, runningMs: at - createdAt, outcome, files: 20 }, task.id);
  task.endsAt = at;
  task.endStates = states;
}
