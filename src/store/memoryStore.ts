import type { TaskRepository } from '../tasks/taskRepository';
import { openMemoryDatabase } from './database';
import { createTaskStore, type TaskStoreOptions } from './taskStore';

/** A store that ends with the window, for when the file cannot be used. The same in every other way. */
export function createMemoryStore(options: TaskStoreOptions): TaskRepository {
  return createTaskStore(openMemoryDatabase(), options);
}
