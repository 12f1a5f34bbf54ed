import type { Item, Snapshot } from '../tasks/task';
import type { SqlDatabase } from './sqlDatabase';

/** The last answers' items and JSON, by the task's key. Runs inside the caller's transaction. */
export interface Answers {
  raw(task: number): { readonly value: unknown } | undefined;
  allItems(task: number): readonly Item[];
  items(task: number, offset: number, limit: number): readonly Item[];
  /** Replaces the answer; what is there already is not written again. */
  save(task: number, snapshot: Snapshot): void;
}

/**
 * Items in one row of `item_parts`: reading a page of 10,000 items parses a few parts, and a list that grows at its end
 * rewrites the last one only. Part of the file's format.
 */
const partSize = 200;

interface PartRow {
  readonly items: string;
}

/** Creates the answers over a database. */
export function createAnswers(database: SqlDatabase): Answers {
  const rawOf = database.query<{ raw: string }>('SELECT raw FROM answers WHERE task = :task');
  const parts = database.query<PartRow>(
    'SELECT items FROM item_parts WHERE task = :task AND part BETWEEN :first AND :last ORDER BY part',
  );
  const saveRaw = database.command(
    `INSERT INTO answers (task, raw) VALUES (:task, :raw)
    ON CONFLICT (task) DO UPDATE SET raw = excluded.raw WHERE raw <> excluded.raw`,
  );
  const savePart = database.command(
    `INSERT INTO item_parts (task, part, items) VALUES (:task, :part, :items)
    ON CONFLICT (task, part) DO UPDATE SET items = excluded.items WHERE items <> excluded.items`,
  );
  const cut = database.command('DELETE FROM item_parts WHERE task = :task AND part >= :count');

  const read = (task: number, first: number, last: number): Item[] =>
    parts.all({ task, first, last }).flatMap(({ items }) => JSON.parse(items) as Item[]);

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
      const first = Math.floor(offset / partSize);
      const start = offset - first * partSize;
      return read(task, first, Math.floor((offset + limit - 1) / partSize)).slice(start, start + limit);
    },
    save(task, { items, raw }) {
      saveRaw({ task, raw: toJson(raw) });
      const count = Math.ceil(items.length / partSize);
      for (let part = 0; part < count; part += 1) {
        savePart({ task, part, items: toJson(items.slice(part * partSize, (part + 1) * partSize)) });
      }
      cut({ task, count });
    },
  };
}

// `undefined` has no JSON.
function toJson(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
