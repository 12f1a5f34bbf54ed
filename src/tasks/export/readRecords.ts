import { throwIfAborted } from '../../base/async/abort';
import type { TimeSlicer } from '../../base/timeSlicer';
import type { TaskReader, TaskQuery } from '../ports/taskReader';
import { filtersOf, hasText, type ItemFilter } from '../itemFilter';
import { taskKey, type TaskRef } from '../task';
import type { TrackedTask } from '../trackedTask';
import {
  itemRecordColumns,
  itemRecord,
  taskRecordColumns,
  taskRecord,
  type ExportRecord,
  type RecordTexts,
} from './records';
import type { RecordWriter } from './recordFormat';

/** What is exported: a record for each task, or for each file of the tasks. */
export type ExportContent = 'tasks' | 'items';

/** Which tasks: these, or all that one of the queries finds. */
export type ExportedTasks = readonly TaskRef[] | { readonly queries: readonly Omit<TaskQuery, 'offset' | 'limit'>[] };

/** The columns of an export. */
export function recordColumns(content: ExportContent): readonly string[] {
  return content === 'tasks' ? taskRecordColumns : itemRecordColumns;
}

/** Tasks and files that are read in one go. */
const [tasksAtOnce, itemsAtOnce] = [25, 200];

/** More tasks than anybody tracks. */
const mostTasks = 1_000_000;

/** What an export needs. */
export interface ExportDeps {
  readonly tasks: Pick<TaskReader, 'get' | 'items' | 'pageRefs'>;
  readonly timeSlicer: Pick<TimeSlicer, 'run'>;
  readonly texts: RecordTexts;
}

/** What {@link writeRecords} is called with. */
export interface ExportRequest {
  readonly tasks: ExportedTasks;
  readonly content: ExportContent;
  /** Which files; all when left out. */
  readonly filter?: ItemFilter;
  /** Part of any text of the files, case ignored; all when left out. */
  readonly text?: string;
  readonly writer: RecordWriter;
  readonly signal?: AbortSignal;
  /** Called after each page. @param share of the tasks that is written, 0–1 */
  readonly onProgress?: (share: number) => void;
}

/** What was written. */
export interface Export {
  /** The text, in parts. */
  readonly parts: readonly string[];
  /** The number of records. */
  readonly count: number;
}

/**
 * Writes tasks, or their files, as text: a few at a time, so that the window stays responsive however many there are. A task that is
 * removed meanwhile is left out.
 * @throws CancelledError when the signal is aborted
 */
export async function writeRecords(deps: ExportDeps, request: ExportRequest): Promise<Export> {
  const { tasks, timeSlicer } = deps;
  const { content, filter = 'all', text = '', writer, signal, onProgress } = request;
  const refs = await refsOf(deps, request);
  const parts: string[] = [];
  let count = 0;
  const write = (records: readonly ExportRecord[]): void => {
    parts.push(writer.page(records));
    count += records.length;
  };
  const tasksOf = (some: readonly TaskRef[]): TrackedTask[] => some.flatMap((ref) => tasks.get(ref) ?? []);
  for (let done = 0; done < refs.length; done += tasksAtOnce) {
    throwIfAborted(signal);
    const some = refs.slice(done, done + tasksAtOnce);
    if (content === 'tasks') {
      await timeSlicer.run(() => {
        write(tasksOf(some).map((task) => taskRecord(task, deps.texts)));
      });
    } else {
      for (const task of await timeSlicer.run(() => tasksOf(some))) {
        await writeItems(deps, task, { filter, text, write, signal });
      }
    }
    onProgress?.(Math.min(1, (done + tasksAtOnce) / refs.length));
  }
  parts.push(writer.end());
  return { parts, count };
}

async function writeItems(
  { tasks, timeSlicer }: ExportDeps,
  task: TrackedTask,
  {
    filter,
    text,
    write,
    signal,
  }: {
    readonly filter: ItemFilter;
    readonly text: string;
    readonly write: (records: readonly ExportRecord[]) => void;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  for (let offset = 0; offset < task.itemCount; offset += itemsAtOnce) {
    throwIfAborted(signal);
    await timeSlicer.run(() => {
      const records = tasks.items(task, offset, itemsAtOnce).map((item, index) => ({ item, index: offset + index }));
      const wanted = records.filter(({ item }) => filtersOf(item)[filter] && hasText(item, text));
      write(wanted.map(({ item, index }) => itemRecord(task, item, index)));
    });
  }
}

/** Finds the tasks first, those of a query at once: rows that move meanwhile would be missing from a later page. */
async function refsOf({ tasks, timeSlicer }: ExportDeps, request: ExportRequest): Promise<readonly TaskRef[]> {
  const { tasks: wanted, signal } = request;
  if (!('queries' in wanted)) {
    return wanted;
  }
  const found = new Map<string, TaskRef>();
  for (const query of wanted.queries) {
    throwIfAborted(signal);
    for (const ref of await timeSlicer.run(() => tasks.pageRefs({ ...query, limit: mostTasks }))) {
      found.set(taskKey(ref), ref);
    }
  }
  return [...found.values()];
}
