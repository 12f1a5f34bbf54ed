import { membersOf } from '../../../base/members';
import { isJsonObject } from '../../../base/json';
import { omitUndefined } from '../../../base/omitUndefined';
import { isEnded, type Item, type TaskState } from '../../../tasks/task';
import type { Checker, Path } from '../checker';
import type { ItemDefinition, ProviderDefinition } from '../definition';
import type { Expression } from '../expressions/expression';
import { readError } from './errors';
import { toFoundState, type StateWords } from './state';
import { toLine, toLink, toStateWord, toWords } from './values';

const maxItems = 10_000;

/** Reads the items of a task. @param state the task's */
export type ItemReader = (root: unknown, state: TaskState) => readonly Item[];

/** Compiles `items`. */
export function compileItems(items: ProviderDefinition['items'], words: StateWords, checker: Checker): ItemReader {
  const lists = isList(items)
    ? items.map((each, index) => compileList(each, words, checker, ['items', index]))
    : [items].flatMap((only) => (only === undefined ? [] : [compileList(only, words, checker, ['items'])]));
  return (root, state) => lists.flatMap((read) => read(root, state)).slice(0, maxItems);
}

function isList(items: ProviderDefinition['items']): items is readonly ItemDefinition[] {
  return Array.isArray(items);
}

interface Columns {
  readonly source?: Expression | undefined;
  readonly target?: Expression | undefined;
  readonly link?: Expression | undefined;
  readonly reason?: Expression | undefined;
  readonly state?: Expression | undefined;
}

function compileList(defined: ItemDefinition, words: StateWords, checker: Checker, path: Path): ItemReader {
  const whole = typeof defined === 'string' ? { from: defined } : defined;
  const from = checker.expression(whole.from, typeof defined === 'string' ? path : [...path, 'from']);
  const column = (key: keyof Columns): Expression | undefined => checker.optional(whole[key], [...path, key]);
  const columns: Columns | undefined =
    Object.keys(whole).length === 1
      ? undefined
      : {
          source: column('source'),
          target: column('target'),
          link: column('link'),
          reason: column('reason'),
          state: column('state'),
        };
  return (root, state) =>
    toRows(from.find(root))
      .slice(0, maxItems)
      .flatMap((row) => toItem(row, columns, words, state) ?? []);
}

/** The rows of a list, or of an object's values, which may be lists of them; a single text is one row. */
function toRows(found: unknown): readonly unknown[] {
  if (Array.isArray(found)) {
    return found;
  }
  return isJsonObject(found) ? Object.values(found).flat() : typeof found === 'string' ? [found] : [];
}

function toItem(row: unknown, columns: Columns | undefined, words: StateWords, taskState: TaskState): Item | undefined {
  const parts =
    columns && (isJsonObject(row) || Object.values(columns).some(Boolean)) ? byColumns(row, columns) : byNames(row);
  const { state: word, ...texts } = parts;
  const content = omitUndefined(texts);
  if (Object.keys(content).length === 0) {
    return undefined;
  }
  return { state: toItemState(word, row, words, parts.reason !== undefined, taskState), ...content };
}

type ItemParts = { readonly [Key in 'source' | 'target' | 'link' | 'reason' | 'state']: string | undefined };

function byColumns(row: unknown, { source, target, link, reason, state }: Columns): ItemParts {
  const own = isJsonObject(row) ? undefined : byNames(row);
  return {
    source: toLine(source?.find(row)),
    target: target ? toLine(target.find(row)) : own?.target,
    link: link ? toLink(link.find(row)) : own?.link,
    reason: toReason(reason?.find(row)),
    state: toStateWord(state?.find(row)),
  };
}

/** What the usual names say; a row that is a text is a link, or a target. */
function byNames(row: unknown): ItemParts {
  if (!isJsonObject(row)) {
    const link = toLink(row);
    return {
      source: undefined,
      target: link === undefined ? toLine(row) : undefined,
      link,
      reason: undefined,
      state: undefined,
    };
  }
  const members = membersOf(row);
  const first = (form: RegExp): unknown => members.matching(form).find((value) => toLine(value) !== undefined);
  return {
    // As in `payout_item_id`.
    source: toLine(
      members.find('source', 'sourcepath', 'input', 'filename', 'file', 'name', 'key', 'id') ??
        first(/name$/) ??
        first(/id$/),
    ),
    target: toLine(members.find('target', 'path', 'output', 'targetname', 'destination', 'filepath')),
    link: toLink(members.find('url', 'link', 'downloadurl', 'href', 'uri', 'resulturl') ?? first(/ur[li]$/)),
    reason: toReason(
      members.find('reason', 'failreason', 'failedreason', 'failurereason', 'error', 'errormessage', 'errormsg'),
    ),
    state: toStateWord(members.find('status', 'state') ?? first(/(status|state)$/)),
  };
}

function toReason(value: unknown): string | undefined {
  return toWords(value) ?? (typeof value === 'object' ? toWords(readError(value).words) : undefined);
}

/** An item without a state failed if it has a reason; else it shares what became of the task. */
function toItemState(
  word: string | undefined,
  row: unknown,
  words: StateWords,
  hasReason: boolean,
  taskState: TaskState,
): TaskState {
  if (word !== undefined) {
    const { state } = toFoundState(word, words, [row]);
    // While the task runs, a later attempt may do better.
    return state === 'unknown' && hasReason && isEnded(taskState) ? 'failed' : state;
  }
  if (hasReason) {
    return 'failed';
  }
  if (!isEnded(taskState)) {
    return 'running';
  }
  // What a task that failed has put out is there all the same.
  return taskState === 'partial' || taskState === 'failed' ? 'succeeded' : taskState;
}
