import type { Memento } from 'vscode';
import { Emitter } from '../../base/event';
import { isJsonObject } from '../../base/json';
import type { Disposable } from '../../base/lifecycle';
import { sameJson } from '../../base/sameJson';
import { taskStates, type TaskState } from '../../tasks/task';

/** What the tasks stand under: their service with its connections, their connection, their state, or nothing. */
export const groupings = ['service', 'connection', 'state', 'none'] as const;

/** What the tasks are sorted by. */
export const sortings = ['lastChange', 'start', 'name'] as const;

/** One of {@link groupings}. */
export type Grouping = (typeof groupings)[number];

/** One of {@link sortings}. */
export type Sorting = (typeof sortings)[number];

/** Which tasks the view shows; all of them if it is empty. */
export interface ViewFilter {
  /** The states to show; all, if there is none. */
  readonly states: readonly TaskState[];
  /** What can be read in a row: part of the name, the ID, the reason, the connection or the service; case ignored. */
  readonly text: string;
}

/** How the view shows the tasks. */
export interface Arrangement {
  readonly filter: ViewFilter;
  readonly groupBy: Grouping;
  readonly sortBy: Sorting;
}

/** The filter that shows all tasks. */
export const noFilter: ViewFilter = { states: [], text: '' };

const savedKey = 'tree.arrangement';
const collapsedKey = 'tree.collapsed';
/** Remembers at most this many rows; those of connections that are gone are forgotten with time. */
const maxCollapsed = 200;

/** Whether a filter shows only some tasks. */
export function isFiltering({ states, text }: ViewFilter): boolean {
  return states.length > 0 || text !== '';
}

/** The only owner of how the view shows the tasks. It is kept with the workspace, so that a reload changes nothing. */
export class ViewArrangement implements Disposable {
  private readonly changed = new Emitter<Arrangement>();
  private arrangement: Arrangement;

  /** Fires when the user has changed it. */
  readonly onDidChange = this.changed.event;

  /** @param memento that of the workspace */
  constructor(private readonly memento: Pick<Memento, 'get' | 'update'>) {
    this.arrangement = toArrangement(memento.get(savedKey));
  }

  /** How the tasks are shown now. */
  get current(): Arrangement {
    return this.arrangement;
  }

  /** Changes a part of it. */
  change(part: Partial<Arrangement>): void {
    const next = toArrangement({ ...this.arrangement, ...part });
    if (!sameJson(next, this.arrangement)) {
      this.arrangement = next;
      void this.memento.update(savedKey, next);
      this.changed.fire(next);
    }
  }

  /** Whether the user has collapsed a row above the tasks. @param id that of its node */
  isCollapsed(id: string): boolean {
    return this.collapsedRows().includes(id);
  }

  /** Notes that the user has collapsed or expanded a row: VS Code forgets it with the window. It changes no row. */
  noteCollapsed(id: string, isCollapsed: boolean): void {
    const others = this.collapsedRows().filter((each) => each !== id);
    void this.memento.update(collapsedKey, (isCollapsed ? [...others, id] : others).slice(-maxCollapsed));
  }

  private collapsedRows(): readonly unknown[] {
    const saved = this.memento.get(collapsedKey);
    return Array.isArray(saved) ? saved : [];
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Reads a filter from a command's argument or what is stored, of any shape. States and texts that make no sense are left out. */
export function toFilter(value: unknown): ViewFilter {
  const { states, text } = isJsonObject(value) ? value : {};
  const wanted: ReadonlySet<unknown> = new Set(Array.isArray(states) ? states : []);
  const found = taskStates.filter((state) => wanted.has(state));
  return {
    // All states are no choice.
    states: found.length === taskStates.length ? [] : found,
    text: typeof text === 'string' ? text.trim() : '',
  };
}

function toArrangement(value: unknown): Arrangement {
  const { filter, groupBy, sortBy } = isJsonObject(value) ? value : {};
  return {
    filter: toFilter(filter),
    groupBy: groupings.find((each) => each === groupBy) ?? 'service',
    sortBy: sortings.find((each) => each === sortBy) ?? 'lastChange',
  };
}
