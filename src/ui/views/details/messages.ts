import { itemFilters, type ItemFilter } from '../../../tasks/itemFilter';
import {
  array,
  boolean,
  integer,
  literal,
  maxLength,
  maxValue,
  minValue,
  number,
  object,
  optional,
  picklist,
  pipe,
  safeParse,
  strictObject,
  string,
  tuple,
  variant,
  type GenericSchema,
  type InferOutput,
} from 'valibot';
import { taskStates } from '../../../tasks/task';

// The messages between the Details panel's page and its host. Both sides check what they receive.

/** The most rows that one message asks for. */
export const maxRows = 300;

const tone = picklist(['neutral', 'active', 'good', 'warning', 'bad']);
/** What a color says: nothing, it goes on, it is good, it wants a look, it is bad. */
export type Tone = InferOutput<typeof tone>;

const count = pipe(number(), integer(), minValue(0));

// The page imports nothing but this file of the extension.
export { itemFilters, type ItemFilter };

/** The columns of the table of items. */
export const itemColumns = ['state', 'source', 'target', 'reason'] as const;
/** One of {@link itemColumns}. */
export type ItemColumn = (typeof itemColumns)[number];

const itemQuery = strictObject({
  filter: picklist(itemFilters),
  /** Part of any text of the item, case ignored. */
  text: pipe(string(), maxLength(1_000)),
  sort: optional(picklist(itemColumns)),
  descending: boolean(),
});
/** Which items are listed, and in which order; without `sort` as the store has them, those that failed first. */
export type ItemQuery = InferOutput<typeof itemQuery>;

/** What is listed before anybody chose. */
export const firstQuery: ItemQuery = { filter: 'all', text: '', descending: false };

const savedState = object({
  connection: string(),
  id: string(),
  pinned: boolean(),
  query: itemQuery,
  /** How far the page is scrolled (px). */
  scrollTop: number(),
  responseOpen: boolean(),
});
/** The state of a page, which VS Code keeps while the panel is hidden and over a reload. */
export type SavedState = InferOutput<typeof savedState>;

/** What a button of the page does; the host knows the task. */
export const panelActions = [
  ...(['refresh', 'openJson', 'openLink', 'copyAsCurl', 'export', 'copyId', 'copyResponse', 'mend', 'reveal'] as const),
] as const;
/** One of {@link panelActions}. */
export type PanelAction = (typeof panelActions)[number];

const pageMessage = variant('type', [
  /** The page listens; it has nothing yet. */
  strictObject({ type: literal('ready') }),
  /** `request` numbers the requests, so that an answer to an older query is dropped. */
  strictObject({
    type: literal('items'),
    request: count,
    query: itemQuery,
    offset: count,
    limit: pipe(count, maxValue(maxRows)),
  }),
  /** `index` is the item's in the snapshot. The host reads the item's link and texts from the store, not from the page. */
  strictObject({ type: picklist(['openItem', 'copyItem']), index: count }),
  /** `query` is that of the table, for an export of what it shows. */
  strictObject({ type: literal('act'), action: picklist(panelActions), query: itemQuery }),
  /** The text of the response is wanted. */
  strictObject({ type: literal('response') }),
  strictObject({ type: literal('pin'), pinned: boolean() }),
  /** The first rows are on the screen, or there are none. */
  strictObject({ type: literal('drawn') }),
]);
/** What the page sends. */
export type PageMessage = InferOutput<typeof pageMessage>;

const row = object({
  /** The item's, in the snapshot. */
  index: count,
  tone,
  /** Name of a codicon. */
  icon: string(),
  state: string(),
  source: string(),
  target: string(),
  reason: string(),
  hasLink: boolean(),
  /** The address of a picture that may be loaded. */
  picture: optional(string()),
});
/** One item as it is drawn; all texts are in the user's language or the service's. */
export type ItemRow = InferOutput<typeof row>;

const problem = object({
  tone: picklist(['neutral', 'warning', 'bad']),
  icon: string(),
  text: string(),
  /** The title of a button that mends it. */
  mend: optional(string()),
});

const details = object({
  name: string(),
  state: picklist(taskStates),
  /** The state in words, with its icon. */
  stateText: string(),
  icon: string(),
  tone,
  /** The state in one sentence, for screen readers; it changes only with the state, not with each percent. */
  announcement: string(),
  /** Absent where a bar says nothing; without `percent` it is indeterminate. */
  bar: optional(object({ percent: optional(number()), failedPercent: number() })),
  /** What is known of the progress, the most important first. */
  progress: array(string()),
  problems: array(problem),
  facts: array(object({ label: string(), value: string(), action: optional(picklist(panelActions)) })),
  /** What happened, oldest first. */
  timeline: array(object({ at: string(), text: string(), icon: string(), tone })),
  /** Progress over time: points from the first to the last sample; `x` 0–1, `percent` 0–100. */
  chart: optional(
    object({
      points: array(tuple([number(), number()])),
      from: string(),
      to: string(),
      /** The same in words. */
      text: string(),
    }),
  ),
  itemCount: count,
  /** How many items are finished, by the service's own count, whether it lists them or not. */
  completed: optional(count),
  /** Which actions there are. */
  actions: array(picklist(panelActions)),
  /** When the last response came, ms since the epoch; absent before the first. */
  respondedAt: optional(number()),
});
/** What the page shows besides items and the response; all texts are in the user's language. */
export type Details = InferOutput<typeof details>;

/** The page's own texts; `panelTexts.ts` translates them. */
export const textKeys = [
  ...(['actions', 'refresh', 'openResponse', 'openLink', 'copyAsCurl', 'export', 'copyId', 'copyResponse'] as const),
  ...(['pin', 'reveal', 'progress', 'timeline', 'chart', 'details', 'items', 'response', 'gone'] as const),
  ...(['all', 'failed', 'finished', 'show', 'search', 'noMatch', 'matches', 'onlyFailed', 'loading', 'cut'] as const),
  ...([
    'stateColumn',
    'sourceColumn',
    'targetColumn',
    'reasonColumn',
    'copyItem',
    'openItem',
    'picture',
    'noPicture',
  ] as const),
  ...(['selectedItem', 'listHelp'] as const),
] as const;
/** One of {@link textKeys}. */
export type TextKey = (typeof textKeys)[number];

const texts = object(
  Object.fromEntries(textKeys.map((key) => [key, string()])) as Record<TextKey, ReturnType<typeof string>>,
);
/** The page's own texts, in the user's language. */
export type Texts = InferOutput<typeof texts>;

const hostMessage = variant('type', [
  object({ type: literal('start'), texts, connection: string(), id: string(), pinned: boolean() }),
  object({ type: literal('details'), details }),
  /** The rows of a request, and how many items each filter finds. */
  object({
    type: literal('items'),
    request: count,
    offset: count,
    rows: array(row),
    total: count,
    counts: object({ all: count, failed: count, finished: count }),
    /** Columns that have a value in any item. */
    columns: array(picklist(itemColumns)),
    /** The longest text of each column, in characters; 0 for those that have none. */
    widths: object({ source: count, target: count, reason: count }),
  }),
  /** Items may have changed: what is on the screen is to be asked for again. */
  object({ type: literal('itemsChanged') }),
  object({ type: literal('response'), text: string(), isWhole: boolean() }),
  /** The task is no longer tracked; `mend` is the title of the button that tracks it again. */
  object({ type: literal('gone'), mend: optional(string()) }),
]);
/** What the host sends. */
export type HostMessage = InferOutput<typeof hostMessage>;

function reader<T>(schema: GenericSchema<unknown, T>): (value: unknown) => T | undefined {
  return (value) => {
    const parsed = safeParse(schema, value);
    return parsed.success ? parsed.output : undefined;
  };
}

/** A message of the page; `undefined` for anything else. */
export const readPageMessage = reader<PageMessage>(pageMessage);

/** A message of the host; `undefined` for anything else. */
export const readHostMessage = reader<HostMessage>(hostMessage);

/** The state of a page; `undefined` for anything else, such as that of another version. */
export const readSavedState = reader<SavedState>(savedState);
