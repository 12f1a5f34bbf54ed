import { columnText, filtersOf, hasText, itemRank } from '../../../tasks/itemFilter';
import { reasonText } from '../../text/reasonText';
import { widthOf } from '../../text/textWidth';
import { CancelledError } from '../../../base/errors';
import type { TimeSlicer } from '../../../base/timeSlicer';
import type { TaskReader } from '../../../tasks/ports/taskReader';
import { type Item, type TaskRef } from '../../../tasks/task';
import { itemColumns, type ItemColumn, type ItemFilter, type ItemQuery } from './messages';

/** Read this many items at once: as many as a row of the store holds. */
const readSize = 200;

/** An item and its place in the snapshot. */
export interface PlacedItem {
  readonly index: number;
  readonly item: Item;
}

/** A part of the items that a query finds. */
export interface ItemPage {
  readonly items: readonly PlacedItem[];
  /** How many items the query finds. */
  readonly total: number;
  /** How many items each filter finds, whatever the text. */
  readonly counts: Readonly<Record<ItemFilter, number>>;
  /** The columns that have a value in any item. */
  readonly columns: readonly ItemColumn[];
  /** The longest text of each of these columns but the state. */
  readonly widths: ColumnWidths;
}

/** Widths of texts, in characters of the Latin script; a long one counts as {@link widestColumn}. */
export type ColumnWidths = Readonly<Record<Exclude<ItemColumn, 'state'>, number>>;

/** A column that is wider than this has no more right to room (characters). */
const widestColumn = 80;
/** The first of this many items are measured: those that failed are among them, and the others are much alike. */
const maxMeasured = 500;

/** What a walk over all items found. */
interface Walk {
  readonly order: readonly number[];
  readonly counts: Readonly<Record<ItemFilter, number>>;
  readonly columns: readonly ItemColumn[];
  readonly widths: ColumnWidths;
}

/**
 * The items of one task, filtered, searched and sorted. It reads them from the store in slices and keeps only their order, since
 * the store has the items.
 */
export class ItemList {
  private version = 0;
  private walk: { readonly version: number; readonly key: string; readonly found: Promise<Walk> } | undefined;

  constructor(
    private readonly tasks: Pick<TaskReader, 'items'>,
    private readonly ref: TaskRef,
    private readonly timeSlicer: Pick<TimeSlicer, 'run'>,
  ) {}

  /** The items may have changed. */
  invalidate(): void {
    this.version += 1;
  }

  /** Reads a page of what a query finds. @throws CancelledError when the items change meanwhile: ask again; what the store throws */
  async page(query: ItemQuery, offset: number, limit: number): Promise<ItemPage> {
    const { version } = this;
    const { order, counts, columns, widths } = await this.walkFor(query);
    const items: PlacedItem[] = [];
    for (const run of runsOf(order.slice(offset, offset + limit))) {
      const read = await this.timeSlicer.run(() => this.tasks.items(this.ref, run.first, run.length));
      items.push(...read.map((item, place) => ({ index: run.first + place, item })));
    }
    if (version !== this.version) {
      throw new CancelledError();
    }
    return { items, total: order.length, counts, columns, widths };
  }

  private walkFor(query: ItemQuery): Promise<Walk> {
    const key = JSON.stringify([query.filter, query.text, query.sort, query.descending]);
    if (this.walk?.version !== this.version || this.walk.key !== key) {
      const found = this.walkAll(query);
      this.walk = { version: this.version, key, found };
      found.catch(() => {
        // The next page walks again.
        if (this.walk?.found === found) {
          this.walk = undefined;
        }
      });
    }
    return this.walk.found;
  }

  private async walkAll({ filter, text, sort, descending }: ItemQuery): Promise<Walk> {
    const { version } = this;
    const counts = { all: 0, failed: 0, finished: 0 };
    const columns = new Set<ItemColumn>(['state']);
    const widths = { source: 0, target: 0, reason: 0 };
    const found: { readonly index: number; readonly key: string }[] = [];
    const look = (item: Item, index: number): void => {
      const isIn = filtersOf(item);
      counts.all += 1;
      counts.failed += isIn.failed ? 1 : 0;
      counts.finished += isIn.finished ? 1 : 0;
      for (const column of textColumns) {
        const text = columnText(item, column);
        if (text !== '') {
          columns.add(column);
        }
        if (index < maxMeasured) {
          widths[column] = widerOf(widths[column], column === 'reason' ? reasonText(text) : text);
        }
      }
      if (isIn[filter] && hasText(item, text)) {
        found.push({ index, key: sort === undefined ? '' : sortKey(item, sort) });
      }
    };
    for (let offset = 0, read = readSize; read === readSize; offset += readSize) {
      read = await this.timeSlicer.run(() => {
        const items = this.tasks.items(this.ref, offset, readSize);
        items.forEach((item, place) => {
          look(item, offset + place);
        });
        return items.length;
      });
      if (version !== this.version) {
        throw new CancelledError();
      }
    }
    const order = await this.timeSlicer.run(() => {
      const direction = descending ? -1 : 1;
      found.sort((one, other) =>
        one.key === other.key ? one.index - other.index : one.key < other.key ? -direction : direction,
      );
      return found.map(({ index }) => index);
    });
    return { order, counts, widths, columns: itemColumns.filter((column) => columns.has(column)) };
  }
}

const textColumns = ['source', 'target', 'reason'] as const;

function widerOf(known: number, text: string): number {
  return known >= widestColumn ? known : Math.max(known, Math.min(widestColumn, widthOf(text.slice(0, widestColumn))));
}

/** What items are sorted by: numbers in a text by their value, and an empty text last. */
function sortKey(item: Item, column: ItemColumn): string {
  if (column === 'state') {
    return `${itemRank(item)}${item.state}`;
  }
  const text = columnText(item, column);
  return text === '' ? '\uffff' : text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(15, '0'));
}

/** Parts an order into runs of neighbors, which the store reads at once. */
function runsOf(order: readonly number[]): readonly { readonly first: number; readonly length: number }[] {
  const runs: { first: number; length: number }[] = [];
  for (const index of order) {
    const last = runs.at(-1);
    if (last && index === last.first + last.length) {
      last.length += 1;
    } else {
      runs.push({ first: index, length: 1 });
    }
  }
  return runs;
}
