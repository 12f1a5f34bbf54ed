import { isJsonObject } from '../base/json';
import { outcomes, stageAt, type TaskPlan, type TaskStage } from './lifecycle';

/** The services that have tasks. */
export const simulatedServices = ['dsc', 'vod', 'koodrive', 'shoplazza'] as const;

/** One of {@link simulatedServices}. */
export type SimulatedService = (typeof simulatedServices)[number];

/** A task of the simulated cloud. Plain JSON. */
export interface SimulatedTask {
  readonly service: SimulatedService;
  readonly id: string;
  readonly plan: TaskPlan;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** When the task was canceled, ms since the epoch. */
  readonly cancelledAt?: number;
}

/** The saved state of a simulated cloud. Plain JSON without secrets. */
export interface SavedCloud {
  readonly version: 1;
  readonly tasks: readonly SimulatedTask[];
}

/** Returns the stage of `task` at `now` (ms since the epoch). */
export function stageOf(task: SimulatedTask, now: number): TaskStage {
  return task.cancelledAt === undefined
    ? stageAt(task.plan, now - task.createdAt)
    : { ...stageAt(task.plan, task.cancelledAt - task.createdAt), state: 'cancelled' };
}

/** Returns when `task` ends, ms since the epoch; `Infinity` if it never ends. */
export function endOf(task: SimulatedTask): number {
  const { queuedMs, runningMs, outcome } = task.plan;
  const neverEnds = outcome === 'stuck' || outcome === 'unlisted-status';
  return task.cancelledAt ?? (neverEnds ? Infinity : task.createdAt + queuedMs + runningMs);
}

/** Whether a stored value can be restored. */
export function isSavedCloud(value: unknown): value is SavedCloud {
  return isJsonObject(value) && value['version'] === 1 && Array.isArray(value['tasks']) && value['tasks'].every(isTask);
}

function isTask(value: unknown): boolean {
  if (!isJsonObject(value) || !isJsonObject(value['plan'])) {
    return false;
  }
  const { service, id, plan, createdAt, cancelledAt } = value;
  return (
    simulatedServices.some((known) => known === service) &&
    typeof id === 'string' &&
    Number.isFinite(createdAt) &&
    (cancelledAt === undefined || Number.isFinite(cancelledAt)) &&
    Number.isFinite(plan['queuedMs']) &&
    Number.isFinite(plan['runningMs']) &&
    outcomes.some((known) => known === plan['outcome'])
  );
}
