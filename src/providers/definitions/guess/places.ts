import { comparableName } from '../../../base/members';
import { isJsonObject } from '../../../base/json';

/** Where a value stands in a response: keys and indexes from its root. */
export type Place = readonly (string | number)[];

/** A value without members, and where it stands. */
export interface Leaf {
  readonly place: Place;
  /** The last key in the form in which names are compared. */
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** An object or a list, and where it stands. */
export interface Branch {
  readonly place: Place;
  readonly name: string;
  readonly value: object;
}

/** What a person may choose for a key of a definition. */
export type Candidate = Leaf | Branch;

/** All of a response that may say something about its task. */
export interface Places {
  readonly leaves: readonly Leaf[];
  readonly branches: readonly Branch[];
}

/** Deeper members are about something else than the task. */
const maxLevels = 6;
const maxLeaves = 2_000;

/** What is below these is about other things than the task's progress: who made it, from what, and how. */
const decoys: ReadonlySet<string> = new Set(
  `user owner author actor creator repository headcommit commit input inputs params parameters args kwargs conf config
  configuration labels tags annotations spec detailedstatus meta extensions request headers usage exitcode runner webhook
  webhooks permissions logs`.split(/\s+/),
);

/** Names of objects that only hold the task. */
const wrappers: ReadonlySet<string> = new Set([
  ...['data', 'result', 'results', 'task', 'tasks', 'job', 'jobs', 'output', 'response', 'operation', 'operations'],
  ...['run', 'runs', 'execution', 'executions', 'node', 'body', 'payload', 'item', 'items'],
]);

/** Collects a response's values. A list of one counts as its element; longer lists hold other things than the task. */
export function placesOf(response: unknown): Places {
  const leaves: Leaf[] = [];
  const branches: Branch[] = [];
  const visit = (value: unknown, place: Place, name: string): void => {
    if (levelOf(place) >= maxLevels || leaves.length >= maxLeaves) {
      return;
    }
    if (Array.isArray(value)) {
      branches.push({ place, name, value });
      const [only] = value as readonly unknown[];
      if (value.length === 1 && isJsonObject(only)) {
        visit(only, [...place, 0], name);
      } else if (value.length === 1 && isScalar(only)) {
        visit(only, place, name);
      }
    } else if (isJsonObject(value)) {
      branches.push({ place, name, value });
      for (const [key, member] of Object.entries(value)) {
        const inner = comparableName(key);
        if (!(decoys.has(inner) && typeof member === 'object' && member !== null)) {
          visit(member, [...place, key], inner);
        }
      }
    } else if (isScalar(value) && place.length > 0) {
      leaves.push({ place, name, value });
    }
  };
  visit(response, [], '');
  return { leaves, branches };
}

function isScalar(value: unknown): value is Leaf['value'] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** How many objects a value stands in, besides the root. */
export function levelOf(place: Place): number {
  return Math.max(0, keysOf(place).length - 1);
}

/** The keys in which a value stands, in the form in which names are compared; the last one is its own. */
export function keysOf(place: Place): readonly string[] {
  return place.filter((step) => typeof step === 'string').map(comparableName);
}

/** How far a value is from where a task's own values stand. @param isOwn names that are no distance, besides wrappers */
export function distanceOf(place: Place, isOwn: (name: string) => boolean = () => false): number {
  return keysOf(place)
    .slice(0, -1)
    .reduce((sum, name) => sum + (wrappers.has(name) || isOwn(name) ? 4 : 10), 0);
}

/** Whether an object is reached through objects only that hold the task, and those of these names. */
export function isWrapped(place: Place, others: readonly string[]): boolean {
  return keysOf(place).every((name) => wrappers.has(name) || others.includes(name));
}

/** Objects that say something of the task itself, besides those that only hold it. */
export const ownObjects: readonly string[] = ['metadata', 'attributes', 'properties', 'info', 'details'];

/** Whether an object says something of the task itself, rather than of another thing. @param state where its state is */
export function isOfTask(place: Place, state: readonly Place[]): boolean {
  return state.some((each) => isWithin(each, place)) || isWrapped(place, ownObjects);
}

/** What stands at these places, in their order. */
export function candidatesAt(found: readonly Place[], { leaves, branches }: Places): readonly Candidate[] {
  return found.flatMap((place) => [...leaves, ...branches].find((each) => each.place === place) ?? []);
}

/** Whether two values stand in the same object. */
export function areBeside(one: Place, other: Place): boolean {
  return isSamePlace(one.slice(0, -1), other.slice(0, -1));
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

/** Whether a value stands within another. */
export function isWithin(place: Place, outer: Place): boolean {
  return isSamePlace(place.slice(0, outer.length), outer);
}

/** The largest object that holds all of these and nothing else than the task; the root's place when there is none. */
export function sharedWrapper(places: readonly Place[]): Place {
  const [first = []] = places;
  let shared: Place = [];
  for (const [index, step] of first.entries()) {
    const isShared = places.every((place) => place.length > index + 1 && place[index] === step);
    if (!isShared || (typeof step === 'string' && !wrappers.has(comparableName(step)))) {
      break;
    }
    shared = first.slice(0, index + 1);
  }
  return places.length > 1 ? shared : [];
}

/** The JMESPath expression that finds a value. @param root where the expression is evaluated */
export function expressionAt(place: Place, root: Place = []): string {
  const text = place
    .slice(root.length)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${identifier(step)}`))
    .join('');
  return text.replace(/^\./, '') || '@';
}

function identifier(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}
