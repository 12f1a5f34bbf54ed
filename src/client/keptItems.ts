import { fullLength } from '../base/fullLength';
import { message } from '../base/message';
import type { Snapshot } from '../tasks/task';
import type { GoodResult } from './responseTiming';

/** The items of a task that are kept. The service's own counts are kept in any case. */
const maxItems = 10_000;

/** Limits the items of each task in a result. A fact says how many were left out. */
export function withKeptItems<T extends GoodResult>(result: T): T {
  return 'tasks' in result
    ? { ...result, tasks: result.tasks.map((task) => ({ ...task, snapshot: kept(task.snapshot) })) }
    : { ...result, snapshot: kept(result.snapshot) };
}

function kept(snapshot: Snapshot): Snapshot {
  const items = snapshot.items.slice(0, maxItems);
  const beyond = fullLength(snapshot.items) - items.length;
  if (beyond <= 0) {
    return snapshot;
  }
  const fact = { label: message('Further files, not shown').text, value: String(beyond) };
  return { ...snapshot, items, facts: [...(snapshot.facts ?? []), fact] };
}
