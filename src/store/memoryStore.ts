import type { TaskRepository } from '../tasks/taskRepository';
import { openMemoryDatabase } from './database';
import { createTaskStore, type TaskStoreOptions } from './taskStore';

/** A store that no other window sees and that ends with this one. The same in every other way. */
export function createMemoryStore(options: TaskStoreOptions): TaskRepository {
  return createTaskStore(openMemoryDatabase(), options);
}
