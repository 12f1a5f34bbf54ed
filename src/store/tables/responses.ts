import type { Item, Snapshot } from '../../tasks/task';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Raw JSON and items of the last responses, by the task's key. Runs inside the caller's transaction. */
export interface Responses {
  raw(task: number): { readonly value: unknown } | undefined;
  allItems(task: number): readonly Item[];
  items(task: number, offset: number, limit: number): readonly Item[];
  /** Replaces the response. Writes only rows that changed. */
  save(task: number, snapshot: Snapshot): void;
}

/**
 * The number of items in one row of `item_pages`. Reading a part of 10,000 items parses a few rows only, and a growing
 * list rewrites only its last row. Changing it needs a migration.
 */
const pageSize = 200;

interface PageRow {
  readonly items: string;
}

/** Creates the responses over a database. */
export function createResponses(database: SqlDatabase): Responses {
  const rawOf = database.query<{ raw: string }>('SELECT raw FROM responses WHERE task = :task');
  const pages = database.query<PageRow>(
    'SELECT items FROM item_pages WHERE task = :task AND page BETWEEN :first AND :last ORDER BY page',
  );
  const saveRaw = database.command(
    `INSERT INTO responses (task, raw) VALUES (:task, :raw)
    ON CONFLICT (task) DO UPDATE SET raw = excluded.raw WHERE raw <> excluded.raw`,
  );
  const savePage = database.command(
    `INSERT INTO item_pages (task, page, items) VALUES (:task, :page, :items)
    ON CONFLICT (task, page) DO UPDATE SET items = excluded.items WHERE items <> excluded.items`,
  );
  const cut = database.command('DELETE FROM item_pages WHERE task = :task AND page >= :count');

  const read = (task: number, first: number, last: number): Item[] =>
    pages.all({ task, first, last }).flatMap(({ items }) => JSON.parse(items) as Item[]);

  return {
    raw(task) {
      const row = rawOf.get({ task });
      return row && { value: JSON.parse(row.raw) as unknown };
    },
    allItems: (task) => read(task, 0, Number.MAX_SAFE_INTEGER),
    items(task, offset, limit) {
      if (limit <= 0) {
        return [];
      }
      const first = Math.floor(offset / pageSize);
      const start = offset - first * pageSize;
      return read(task, first, Math.floor((offset + limit - 1) / pageSize)).slice(start, start + limit);
    },
    save(task, { items, raw }) {
      saveRaw({ task, raw: toJson(raw) });
      const count = Math.ceil(items.length / pageSize);
      for (let page = 0; page < count; page += 1) {
        savePage({ task, page, items: toJson(items.slice(page * pageSize, (page + 1) * pageSize)) });
      }
      cut({ task, count });
    },
  };
}

// `JSON.stringify(undefined)` is undefined.
function toJson(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
