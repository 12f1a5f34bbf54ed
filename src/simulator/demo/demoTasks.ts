import type { DemoConnection } from './demoAccounts';
import type { TaskPlan } from '../lifecycle';
import type { SimulatedService, SavedCloud } from '../simulatedTask';
import { createSimulatedTasks } from '../taskRegistry';

/** A task that the demo tracks from the start. */
export interface DemoTask {
  readonly service: SimulatedService;
  /** Id of the demo's connection. */
  readonly connection: DemoConnection['id'];
  readonly id: string;
  readonly name: string;
}

/** A named task plan; `startedMs` is how long before the demo the task was created. */
type DemoPlan = Omit<TaskPlan, 'createdAt'> & {
  readonly service: SimulatedService;
  readonly name: string;
  readonly startedMs?: number;
};

const seconds = 1000;
const minutes = 60 * seconds;

const line3 = ['gearbox', 'spindle', 'housing', 'flange', 'bearing-seat', 'coupling', 'shaft', 'bracket'].flatMap(
  (part) => ['', '-rev-b', '-rev-c'].map((revision) => `obs://factory-drawings/line-3/${part}${revision}.edif`),
);

/** Tasks that show every task state within two minutes, and one to cancel. */
const tracked: readonly DemoPlan[] = [
  {
    service: 'dsc',
    name: 'Drawings of line 1',
    startedMs: 40 * minutes,
    queuedMs: 20 * seconds,
    runningMs: 6 * minutes,
    outcome: 'succeeded',
    files: 48,
  },
  {
    service: 'dsc',
    name: 'Drawings of line 2',
    startedMs: 3 * minutes,
    queuedMs: 10 * seconds,
    runningMs: 10 * minutes,
    outcome: 'succeeded',
    files: 300,
  },
  {
    service: 'dsc',
    name: 'Drawings of line 3',
    queuedMs: 5 * seconds,
    runningMs: 70 * seconds,
    outcome: 'partial',
    files: line3.length,
    failures: 3,
    sources: line3,
  },
  { service: 'dsc', name: 'Archive of 2019', queuedMs: 0, runningMs: 110 * seconds, outcome: 'timed-out', files: 500 },
  { service: 'vod', name: 'Trailer', queuedMs: 0, runningMs: 20 * seconds, outcome: 'succeeded' },
  { service: 'vod', name: 'Factory tour', queuedMs: 40 * seconds, runningMs: 5 * minutes, outcome: 'succeeded' },
  // Waits for long enough to be canceled.
  { service: 'vod', name: 'Night shift', queuedMs: 30 * minutes, runningMs: 5 * minutes, outcome: 'succeeded' },
  { service: 'vod', name: 'Interview, first take', queuedMs: 30 * seconds, runningMs: 0, outcome: 'cancelled' },
  { service: 'vod', name: 'Interview, second take', queuedMs: 0, runningMs: 60 * seconds, outcome: 'unlisted-status' },
  { service: 'koodrive', name: 'Drive of the sales team', queuedMs: 0, runningMs: 50 * seconds, outcome: 'failed' },
  {
    service: 'koodrive',
    name: 'Drive of the design team',
    queuedMs: 15 * seconds,
    runningMs: 85 * seconds,
    outcome: 'succeeded',
  },
  { service: 'koodrive', name: 'Drive of a guest', queuedMs: 0, runningMs: 90 * seconds, outcome: 'vanished' },
  {
    service: 'shoplazza',
    name: 'Summer catalog',
    queuedMs: 5 * seconds,
    runningMs: 105 * seconds,
    outcome: 'succeeded',
    files: 40,
  },
];

/** Tasks that the demo does not track, so that browsing finds new ones. */
const untracked: readonly DemoPlan[] = [
  {
    service: 'vod',
    name: 'Opening of the plant',
    startedMs: 90 * minutes,
    queuedMs: 0,
    runningMs: 12 * minutes,
    outcome: 'succeeded',
  },
  {
    service: 'vod',
    name: 'Safety briefing',
    startedMs: 2 * minutes,
    queuedMs: 0,
    runningMs: 8 * minutes,
    outcome: 'succeeded',
  },
  {
    service: 'koodrive',
    name: 'Drive of the old office',
    startedMs: 26 * 60 * minutes,
    queuedMs: 0,
    runningMs: 40 * minutes,
    outcome: 'succeeded',
  },
  {
    service: 'koodrive',
    name: 'Drive of the trainees',
    startedMs: minutes,
    queuedMs: 0,
    runningMs: 6 * minutes,
    outcome: 'succeeded',
  },
];

/**
 * Creates the tasks of "Start Demo", with new ids each time.
 * @param now when the demo starts, ms since the epoch
 * @param translate their names
 * @returns the state for `SimulatedCloud.restore`, and those of its tasks that the demo tracks
 */
export function createDemoTasks(
  now: number,
  translate: (name: string) => string = (name) => name,
): { readonly saved: SavedCloud; readonly tasks: readonly DemoTask[] } {
  const simulatedTasks = createSimulatedTasks(() => now);
  const add = ({ service, startedMs = 0, ...plan }: DemoPlan): DemoTask => {
    const name = translate(plan.name);
    const id = simulatedTasks.add(service, { ...plan, name, createdAt: now - startedMs });
    return { service, connection: `demo-${service}`, id, name };
  };
  const tasks = tracked.map(add);
  untracked.forEach(add);
  return { saved: simulatedTasks.save(), tasks };
}
