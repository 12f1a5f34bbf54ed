import { parseTime } from '../../parsing/time';
import { innerTimes, isTimeName, timeForms } from '../reading/timeNames';
import { toLink } from '../reading/values';
import { ranked, type Finding } from './finding';
import {
  areBeside,
  distanceOf,
  expressionAt,
  isOfTask,
  isWrapped,
  keysOf,
  ownObjects,
  type Leaf,
  type Place,
  type Places,
} from './places';

/** What is not set yet, in services that cannot leave a time out. */
const zeroTime = /^(0000|0001|1970)-/;
/** Ends of other kinds that have a time of their own. */
const otherEnds = ['failedat', 'cancelledat', 'canceledat', 'expiredat', 'succeededat', 'abortedat'];
const nameNames = [
  ...['displayname', 'name', 'displaytitle', 'runname', 'taskname', 'jobname', 'title', 'label', 'description'],
];
/** Names that say whose name it is, as in `stack_name`. */
const namedThing =
  /(task|job|run|stack|pipeline|workflow|flow|build|execution|operation|batch|project|definition)name$/;
const linkNames = [
  ...['htmlurl', 'weburl', 'web', 'runpageurl', 'dashboardurl', 'consoleurl', 'inspectorurl', 'adminurl', 'permalink'],
  ...['trackingurl', 'logurl', 'logsurl', 'link', 'url'],
];
/** A value that says when the task began or ended. @param now when the response came, ms since the epoch */
export function findTime(key: 'createdAt' | 'endedAt', { leaves }: Places, now: number): Finding | undefined {
  const best = timeLeaves(key, { leaves, branches: [] }, now)[0];
  if (!best || timeRank(key, best) < 0) {
    return undefined;
  }
  const others =
    key === 'endedAt' && best.value === null
      ? leaves.filter((leaf) => otherEnds.includes(leaf.name) && leaf !== best && areBeside(leaf.place, best.place))
      : [];
  const chained = [best, ...others.filter(({ value }) => value === null || isTime(value, now))];
  return {
    places: [best.place],
    define: (root) => ({ [key]: chained.map(({ place }) => expressionAt(place, root)).join(' || ') }),
  };
}

/** The values that may be such a time, the best first. */
export function timeLeaves(key: 'createdAt' | 'endedAt', { leaves }: Places, now: number): readonly Leaf[] {
  const isCounted = (place: Place): boolean =>
    leaves.some((each) => /total/.test(each.name) && areBeside(each.place, place)) ||
    !leaves.some(
      (each) =>
        typeof each.value === 'number' &&
        areBeside(each.place, place) &&
        timeRank('createdAt', each) >= 0 &&
        isTime(each.value, now),
    );
  return ranked(leaves, (leaf) => {
    const { name, value, place } = leaf;
    const rank = timeRank(key, leaf);
    // Zero may be a count.
    const isZero = value === 0 && rank >= 0 && (/(at|time|date|timestamp)$/.test(name) || !isCounted(place));
    const isEmpty = value === null || value === '' || isZero || (typeof value === 'string' && zeroTime.test(value));
    const fits = isTime(value, now) || (isEmpty && rank >= 0);
    return fits ? (rank >= 0 ? 60 - rank : 0) + (isEmpty ? 0 : 10) - distanceOf(place, isTimeName) : undefined;
  });
}

/** How likely a name is that of such a time, 0 the best; -1 for other names. */
function timeRank(key: 'createdAt' | 'endedAt', { name, place }: Pick<Leaf, 'name' | 'place'>): number {
  const holder = innerTimes.includes(name) ? (keysOf(place).at(-2) ?? '') : '';
  const own = isTimeName(holder) ? holder : name;
  return timeForms[key].findIndex((form) => form.test(own));
}

function isTime(value: Leaf['value'], now: number): boolean {
  return typeof value !== 'boolean' && value !== null && parseTime(String(value).trim(), now) !== undefined;
}

/**
 * The values that may be the task's name, the best first.
 * @param id the task's, which is no name
 * @param state where the state is: other things have names, too
 */
export function nameLeaves({ leaves }: Places, id: string | undefined, state: readonly Place[]): readonly Leaf[] {
  return ranked(leaves, ({ name, value, place }) => {
    const rank = nameNames.includes(name)
      ? nameNames.indexOf(name)
      : namedThing.test(name)
        ? nameNames.indexOf('title') - 0.5
        : -1;
    const isName =
      typeof value === 'string' &&
      /^\S(?:.{0,198}\S)?$/.test(value) &&
      value !== id &&
      toLink(value) === undefined &&
      !(id !== undefined && value.endsWith(`/${id}`)) &&
      !/(^|\/)operations\//.test(value);
    const parent = place.slice(0, -1);
    const isOwn = isOfTask(parent, state);
    const isElsewhere = !isOwn || /^(status|state)$/.test(keysOf(place).at(-2) ?? '');
    return rank >= 0 && isName && !isElsewhere ? 40 - rank - distanceOf(place) : undefined;
  });
}

/** The values that may be the address of a page for people, the best first. @param api the requested address */
export function linkLeaves({ leaves }: Places, api: string): readonly Leaf[] {
  return ranked(leaves, ({ name, value, place }) => {
    // As in `_links.web.href`.
    const own = name === 'href' ? (keysOf(place).at(-2) ?? '') : name;
    const rank = linkNames.indexOf(own);
    const link = typeof value === 'string' ? toLink(value) : undefined;
    // An address that is called one of the web is one.
    const isNamedSo = rank < linkNames.indexOf('permalink');
    // Others may be those of a file.
    const isOwn = !['link', 'url'].includes(own) || isWrapped(place.slice(0, -1), [...ownObjects, 'links', own]);
    const isForPeople = rank >= 0 && (isNamedSo || (isOwn && link !== undefined && !isApiAddress(link, api)));
    return isForPeople && link !== undefined ? 40 - rank - distanceOf(place) : undefined;
  });
}

function isApiAddress(link: string, api: string): boolean {
  const [url, own] = [URL.parse(link), URL.parse(api)];
  const isRequest = url?.host === own?.host && url?.pathname.replace(/\/$/, '') === own?.pathname.replace(/\/$/, '');
  return (
    !url || isRequest || /^(.*[.-])?api[.-]/.test(url.host) || /\/(_?apis?|v\d+(\.\d+)?|rest)\//.test(url.pathname)
  );
}
