import { comparableName, membersOf } from '../../../base/members';
import { isJsonObject } from '../../../base/json';
import type { ItemDefinition } from '../definition';
import { toLine, toLink, toStateWord } from '../reading/values';
import { meaningOf } from '../words/wordTable';
import { ranked, type Finding } from './finding';
import {
  areBeside,
  candidatesAt,
  distanceOf,
  expressionAt,
  isOfTask,
  isWithin,
  type Branch,
  type Candidate,
  type Place,
  type Places,
} from './places';

/** Lists whose rows are parts of the task, each with a state of its own. */
const partNames = ['tasks', 'subtasks', 'steps', 'stages'];
const itemNames = [
  ...['outputs', 'output', 'results', 'items', 'files', 'artifacts', 'subjobs', 'successlist', 'failurelist'],
  ...['resulturl', 'videourl', 'downloadurl'],
];
/** Other names of files, or of the address of one, that a task made. */
const resultName =
  /^(?!input|source|webhook|callback|thumbnail|avatar|logo)\w*?((output|result|download|generated|converted|model|media|report|export|asset)\w*(files?|ur[li]s?|links?)|(video|image|audio|file|document|archive|body)(ur[li]|link)s?|videos|images|audios?|assets)$/;
/** Lists of other things that have a state, or of what a task has gone through. */
const foreignList =
  /^(previous|prev|past|recent|last|next|related|parent|depend|upstream|downstream|required|needs$)|(history|histories|events|timeline|transitions|changes|statuses|states|logs|conditions|checks|errors|exceptions|failures|warnings|messages|issues|alerts|notifications|webhooks|callbacks|attempts|retries|runs|users|members|assignees|reviewers|approvers|approvals|participants|contacts|customers|accounts|subscriptions|payments|invoices|orders|workers|nodes|hosts|servers|machines|instances|agents|runners|devices|regions|zones|services|dependencies|incidents|tickets)$/;
/** What says which part of a task a row is. */
const rowIdentity = /(^source|^target|^file|name|id|key|path|url|uri)$/;
const rowState = /(status|state)$/;
const rowError = /^(error|err|errormessage|errormsg|failreason|failedreason|failurereason|exception)$/;
/** Looks at this many rows at most to tell what all of them are. */
const readRows = 200;

/**
 * Objects, lists and addresses that may be the task's files, the best first.
 * @param state where the state is
 * @param isOver whether the task has ended: before, an address is that of what it was made from
 */
export function itemPlaces({ leaves, branches }: Places, state: readonly Place[], isOver: boolean): readonly Place[] {
  const found = [...branches, ...leaves.filter(({ value }) => value === null || typeof value === 'string')];
  const places = ranked(found, ({ name, place, value }) => {
    const isAddress = /(ur[li]|link)$/.test(name);
    const isRow = typeof place.at(-1) === 'number';
    if (partNames.includes(name) && isListOfObjects(value) && !state.some((each) => isWithin(each, place))) {
      return 20 - distanceOf(place);
    }
    const isUsual = itemNames.includes(name);
    const isEmpty = value === null || value === '';
    const isLink = toLink(value) !== undefined;
    const fits = isAddress
      ? isEmpty || (isLink && (isUsual || isOver))
      : isEmpty
        ? value === null
        : isLink || (isJsonObject(value) ? hasFiles(value) : typeof value !== 'string');
    const rank = isUsual ? itemNames.indexOf(name) : resultName.test(name) ? itemNames.length : -1;
    return rank >= 0 && fits && !isRow && !state.some((each) => isWithin(each, place))
      ? 40 - rank - distanceOf(place) + (isEmpty ? 0 : 20)
      : undefined;
  });
  return places.map(({ place }) => place);
}

/** Whether an object may hold files by name, rather than say something about one. */
function hasFiles(object: Readonly<Record<string, unknown>>): boolean {
  const values = Object.values(object);
  return values.length === 0 || values.some((value) => typeof value === 'object' || value === '' || toLink(value));
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
}

/**
 * The lists of other names whose rows seem to be parts of the task: each says which one it is, and its state or an error.
 * @param state where the task's is
 */
function partLists({ branches }: Places, state: readonly Place[]): readonly Branch[] {
  return branches.filter(
    ({ name, place, value }) =>
      typeof place.at(-1) === 'string' &&
      !foreignList.test(name) &&
      state.length > 0 &&
      isOfTask(place.slice(0, -1), state) &&
      !state.some((each) => isWithin(each, place)) &&
      isListOfObjects(value) &&
      areParts((value as readonly unknown[]).slice(0, readRows)),
  );
}

function areParts(rows: readonly unknown[]): boolean {
  const all = rows.map(membersOf);
  const isStated = all.every((row) => row.matching(rowState).some(isKnownWord));
  const hasError = all.some((row) => row.matching(rowError).some(isNoFlag));
  const isIdentified = all.every((row) => row.matching(rowIdentity).some(toLine));
  return isIdentified && (isStated || hasError);
}

function isNoFlag(value: unknown): boolean {
  return typeof value !== 'number' && typeof value !== 'boolean';
}

function isKnownWord(value: unknown): boolean {
  const meaning = typeof value === 'string' ? meaningOf(toStateWord(value) ?? '') : undefined;
  return meaning !== undefined && meaning !== 'unknown';
}

/**
 * What a person may choose the task's files from, the likely first: what {@link itemPlaces} finds, then all lists, those of
 * objects before those of texts, then addresses. Other values are no files.
 */
export function itemCandidates(places: Places, state: readonly Place[], isOver: boolean): readonly Candidate[] {
  const { leaves, branches } = places;
  const likely = candidatesAt(itemPlaces(places, state, isOver), places);
  const isTexts = ({ value }: Branch): boolean =>
    Array.isArray(value) && value.every((each) => typeof each === 'string');
  const all = [
    ...likely,
    ...partLists(places, state),
    ...branches.filter(({ value }) => isListOfObjects(value)),
    ...branches.filter(isTexts),
    ...leaves.filter(({ value }) => toLink(value) !== undefined),
  ];
  return [...new Set(all)];
}

/**
 * The task's files, as {@link itemPlaces}. Of a list of successes and one of failures both are taken. Where no name says it, a
 * list of the task's parts is taken that is the only one.
 */
export function findItems(places: Places, state: readonly Place[], isOver: boolean): Finding | undefined {
  const [best, ...others] = itemPlaces(places, state, isOver);
  if (!best) {
    const [list, another] = partLists(places, state);
    return list && !another ? itemsIn([list.place], places) : undefined;
  }
  const other = others.find((place) => areBeside(place, best) && isPair(lastOf(place), lastOf(best)));
  return itemsIn(other ? [best, other] : [best], places);
}

/** Files at these places, together. */
export function itemsIn(lists: readonly Place[], places: Places): Finding {
  return {
    places: lists,
    define: (root) => {
      const items = lists.map((place) => itemsAt(place, root, places));
      return { items: items.length === 1 ? (items[0] ?? '') : items };
    },
  };
}

function lastOf(place: Place): string {
  return comparableName(String(place.at(-1)));
}

function isPair(one: string, other: string): boolean {
  return [one, other].sort().join() === 'failurelist,successlist';
}

/** Rows of a list of failures may say nothing of that. */
function itemsAt(place: Place, root: Place, { branches }: Places): ItemDefinition {
  const from = expressionAt(place, root);
  const rows = branches.find((each) => each.place === place)?.value;
  const [row] = Array.isArray(rows) ? (rows as readonly unknown[]) : [];
  if (lastOf(place) !== 'failurelist' || !isJsonObject(row)) {
    return from;
  }
  const column = (form: RegExp): string | undefined => {
    const key = Object.keys(row).find((name) => form.test(comparableName(name)));
    return key === undefined ? undefined : expressionAt([key]);
  };
  const source = column(/^(source|name|filename|file|key|id|path|url)$/);
  const reason = column(/reason|error|message|msg/);
  return { from, state: "'failed'", ...(source && { source }), ...(reason && { reason }) };
}
