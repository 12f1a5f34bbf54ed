import type { TaskPlan } from './lifecycle';
import { randomTaskId } from './randomText';
import { stageOf, type SimulatedService, type SimulatedTask, type SimulatedWorld } from './simulatedTask';

/** The tasks of all simulated services. */
export interface SimulatedTasks {
  /**
   * Adds a task, or replaces the one with the same id.
   * @returns its id; one as the service makes them when `id` is left out
   */
  add(service: SimulatedService, plan: TaskPlan, id?: string): string;
  /** A task that the service still knows at this moment. */
  find(service: SimulatedService, id: string): SimulatedTask | undefined;
  /** The tasks that the service still knows, oldest first. */
  list(service: SimulatedService): readonly SimulatedTask[];
  /** Calls a task off, as of now. */
  cancel(task: SimulatedTask): void;
  save(): SimulatedWorld;
  /** Replaces all tasks. */
  restore(world: SimulatedWorld): void;
}

/** @param now ms since the epoch */
export function createSimulatedTasks(now: () => number): SimulatedTasks {
  const tasks = new Map<string, SimulatedTask>();
  const keyOf = (service: SimulatedService, id: string): string => `${service}/${id}`;
  const isKnown = (task: SimulatedTask): boolean => stageOf(task, now()).state !== 'vanished';
  const put = (task: SimulatedTask): void => {
    tasks.set(keyOf(task.service, task.id), task);
  };

  return {
    add(service, plan, id = randomTaskId(service)) {
      put({ service, id, plan, createdAt: plan.createdAt ?? now() });
      return id;
    },
    find(service, id) {
      const task = tasks.get(keyOf(service, id));
      return task && isKnown(task) ? task : undefined;
    },
    list: (service) =>
      [...tasks.values()]
        .filter((task) => task.service === service && isKnown(task))
        .sort((a, b) => a.createdAt - b.createdAt),
    cancel(task) {
      put({ ...task, cancelledAt: now() });
    },
    save: () => ({ version: 1, tasks: [...tasks.values()] }),
    restore(world) {
      tasks.clear();
      world.tasks.forEach(put);
    },
  };
}
