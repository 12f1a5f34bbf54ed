import type { TaskPlan } from './lifecycle';
import { randomTaskId } from './randomText';
import { stageOf, type SimulatedService, type SimulatedTask, type SavedCloud } from './simulatedTask';

/** The tasks of all simulated services. */
export interface SimulatedTasks {
  /**
   * Adds a task, or replaces the one with the same id.
   * @param id when left out, a random one in the service's format
   * @returns the id
   */
  add(service: SimulatedService, plan: TaskPlan, id?: string): string;
  /** Returns a task unless it has vanished. */
  find(service: SimulatedService, id: string): SimulatedTask | undefined;
  /** Returns the tasks that have not vanished, oldest first. */
  list(service: SimulatedService): readonly SimulatedTask[];
  /** Cancels a task now. */
  cancel(task: SimulatedTask): void;
  save(): SavedCloud;
  /** Replaces all tasks. */
  restore(saved: SavedCloud): void;
}

/** Creates an empty registry. @param now returns ms since the epoch */
export function createSimulatedTasks(now: () => number): SimulatedTasks {
  const tasks = new Map<string, SimulatedTask>();
  const keyOf = (service: SimulatedService, id: string): string => `${service}/${id}`;
  const isKnown = (task: SimulatedTask): boolean =>
    now() >= task.createdAt + (task.plan.visibleAfterMs ?? 0) && stageOf(task, now()).state !== 'vanished';
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
    restore(saved) {
      tasks.clear();
      saved.tasks.forEach(put);
    },
  };
}
