import type { HostMessage, ItemQuery, ItemRow } from '../ui/views/details/messages';

/** The rows of one request. */
const blockSize = 100;

type ItemsMessage = HostMessage & { readonly type: 'items' };

/** What each filter finds, the columns that have a value, and how wide these are. */
type ItemsSummary = Pick<ItemsMessage, 'total' | 'counts' | 'columns' | 'widths'>;

/** A request for rows. */
export interface RowRequest {
  readonly request: number;
  readonly offset: number;
  readonly limit: number;
}

/**
 * The rows that the page has received, and those that it must request. Rows of an older query are dropped when they arrive. Old
 * rows stay until the new ones are there, so that nothing flickers.
 */
export class ItemRows {
  private rows = new Map<number, ItemRow>();
  private asked = new Set<number>();
  private requests = 0;
  private firstOfQuery = 0;
  private firstOfVersion = 0;
  private known: ItemsSummary | undefined;

  constructor(private query: ItemQuery) {}

  /** How many rows the query finds; 0 until that is known. */
  get total(): number {
    return this.known?.total ?? 0;
  }

  /** `undefined` until it is known. */
  get summary(): ItemsSummary | undefined {
    return this.known;
  }

  get currentQuery(): ItemQuery {
    return this.query;
  }

  at(position: number): ItemRow | undefined {
    return this.rows.get(position);
  }

  /** Another query: its rows are all new. */
  setQuery(query: ItemQuery): void {
    this.query = query;
    this.rows = new Map();
    this.asked = new Set();
    this.firstOfQuery = this.requests;
    this.firstOfVersion = this.requests;
  }

  /** The items may have changed: all rows are requested again. */
  invalidate(): void {
    this.asked = new Set();
    this.firstOfVersion = this.requests;
  }

  /** The requests that are needed to draw these rows. @param first position of the first row @param last of the last one */
  missing(first: number, last: number): readonly RowRequest[] {
    const found: RowRequest[] = [];
    const end = this.known ? Math.min(last, this.known.total - 1) : last;
    for (let block = Math.floor(first / blockSize); block * blockSize <= Math.max(end, 0); block += 1) {
      if (!this.asked.has(block)) {
        this.asked.add(block);
        found.push({ request: this.requests++, offset: block * blockSize, limit: blockSize });
      }
    }
    return found;
  }

  /** Takes rows. @returns false for an answer to an older query */
  take({ request, offset, rows, total, counts, columns, widths }: ItemsMessage): boolean {
    if (request < this.firstOfQuery) {
      return false;
    }
    if (request >= this.firstOfVersion) {
      this.known = { total, counts, columns, widths };
      // A list that became shorter.
      for (const position of [...this.rows.keys()].filter((each) => each >= total)) {
        this.rows.delete(position);
      }
    }
    rows.forEach((row, place) => {
      this.rows.set(offset + place, row);
    });
    return true;
  }
}
