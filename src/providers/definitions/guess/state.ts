import type { HttpResponse } from '../../../http/request';
import { isJsonObject } from '../../../base/json';
import { isEnded } from '../../../tasks/task';
import { isListedWord, meaningOf } from '../words/wordTable';
import { bestOf, findingAt, ranked, type Finding } from './finding';
import { progressLeaves } from './progress';
import {
  areBeside,
  distanceOf,
  expressionAt,
  isWithin,
  isWrapped,
  keysOf,
  levelOf,
  type Leaf,
  type Place,
  type Places,
} from './places';

/** Names of a task's state, the best first. */
const names = [
  ...['status', 'state', 'taskstatus', 'taskstate', 'jobstatus', 'jobstate', 'runstatus', 'runstate'],
  ...['processingstatus', 'executionstatus', 'lifecyclestate', 'operationstatus', 'provisioningstate'],
  ...['buildstatus', 'pipelinestatus', 'statetype', 'statename', 'currentstatus', 'overallstatus', 'statustext'],
  ...['statushumanized', 'statuslabel', 'statustype'],
  ...['phase', 'stage', 'conclusion', 'resultstate', 'outcome', 'result', 'ok', 'progress', '.tag'],
];
/** Other names of a state: one that says whose it is, or in what form. */
const otherName = /(status|state|phase)(str|string|text|name|label|desc|description|type|value|code|key)?$/;
/** States of other things, or of other times. */
const foreignName =
  /^(previous|prev|old|desired|target|expected|requested|webhook|callback|http|sql|exit|health|notification|redrive|payment|billing)/;
/** Names of a word within an object that is the state. */
const inner = ['current', 'type', 'name', 'value', 'code', 'key', 'label'];
const holders = ['state', 'status', 'phase'];
/** Names that say how a task ended, beside one that says whether it has. */
const partners = ['conclusion', 'resultstate', 'outcome'];
/** Members with the content of a response, where the word beside them is about the request. */
const envelopes = ['data', 'response', 'payload', 'body'];
const flags = [
  ...['done', 'isdone', 'completed', 'iscompleted', 'complete', 'finished', 'isfinished', 'ready', 'isready'],
  ...['ended', 'isended'],
];
const busyFlags = ['building', 'inprogress', 'isrunning'];
const troubles = ['error', 'errors', 'exception', 'errormessage', 'failure'];

/** A word, and how sure it is that it is the state. */
interface Candidate {
  readonly leaf: Leaf;
  readonly score: number;
}

/** A known word scores more than this, whatever its name; a number or an unknown word less. */
const sure = 40;
/** Least score of the state of a task. */
const least = 12;

/** Where a response says how its task is; undefined when nothing does. */
export function findState(response: HttpResponse, body: unknown, places: Places): Finding | undefined {
  const best = bestCandidate(places);
  const shaped = operation(body) ?? busyFlag(places);
  if (shaped) {
    return shaped;
  }
  if (best && best.score >= sure) {
    return stateAt(best.leaf, places);
  }
  return (
    doneFlag(places) ??
    stateHeader(response) ??
    (best ? stateAt(best.leaf, places) : (statusAsState(response, body) ?? progressAsState(places)))
  );
}

/** The values that may be the state, the best first. */
export function stateLeaves(places: Places): readonly Leaf[] {
  const best = bestCandidate(places);
  const others = candidatesIn(places).filter(({ leaf }) => leaf !== best?.leaf);
  return [...(best ? [best] : []), ...others].map(({ leaf }) => leaf);
}

/**
 * The value that is most likely the state. Where it says only that all went well, it may be an outcome so far, beside the state
 * (TeamCity, Redfish), or about the request, around the task (JSend): then the state is another one.
 */
function bestCandidate(places: Places): Candidate | undefined {
  const [best, ...others] = candidatesIn(places);
  if (!best || best.score < sure) {
    return best;
  }
  const known = others.filter(({ score }) => score >= sure);
  const pair = hasEnded(best.leaf.value) ? known.find(({ leaf }) => isSameThing(leaf, best.leaf)) : undefined;
  if (pair && !hasEnded(pair.leaf.value)) {
    return pair;
  }
  return (isSuccess(best.leaf) ? known.find(({ leaf }) => isEnveloped(leaf, best.leaf)) : undefined) ?? best;
}

/** Whether two values are the `status` and the `state` of the same thing. */
function isSameThing(one: Leaf, other: Leaf): boolean {
  const [thing, otherThing] = [one, other].map(({ name }) => name.replace(/(status|state)$/, ''));
  return one.name !== other.name && thing === otherThing && areBeside(one.place, other.place);
}

function isSuccess({ value }: Leaf): boolean {
  return /^(success|succeed|ok)$/i.test(String(value).trim());
}

/** Whether a value is deeper than another: in the envelope's content, or in objects that only hold the task. */
function isEnveloped({ place, value }: Leaf, around: Leaf): boolean {
  const outer = around.place.slice(0, -1);
  const between = place.slice(outer.length, -1);
  const isInEnvelope = envelopes.includes(keysOf(between)[0] ?? '');
  const isDeeper = between.length > 0 && isWithin(place, outer);
  return isDeeper && (isInEnvelope || (isWrapped(between, holders) && !hasEnded(value)));
}

function candidatesIn({ leaves }: Places): readonly Candidate[] {
  const scored = leaves.flatMap((leaf) => {
    const score = scoreOf(leaf);
    return score === undefined || score < least ? [] : [{ leaf, score }];
  });
  return ranked(scored, ({ score }) => score);
}

function scoreOf({ place, name, value }: Leaf): number | undefined {
  const keys = keysOf(place);
  const holder = keys.at(-2) ?? '';
  const isInner = holders.includes(holder) && inner.includes(name);
  const rank = isInner ? 1 + inner.indexOf(name) : rankOf(name);
  const score = valueScore(value);
  // What is not called a state alone is one if its word is.
  const isNamed = isInner || names.indexOf(name) < names.indexOf('progress') || /(status|state|phase)$/.test(name);
  const byValue = isNamed || (score ?? 0) >= 60 ? score : undefined;
  if (rank === undefined || byValue === undefined || keys.slice(0, -1).some((key) => troubles.includes(key))) {
    return undefined;
  }
  const distance = distanceOf(place, (key) => holders.includes(key));
  // Of the last run, or of a part of the progress.
  const isElsewhere = keys.slice(0, -1).includes('progress') ? 20 : name.startsWith('last') ? 50 : 0;
  return byValue + 34 - rank - distance - isElsewhere;
}

function rankOf(name: string): number | undefined {
  const rank = names.indexOf(name);
  return rank >= 0 ? rank : otherName.test(name) && !foreignName.test(name) ? names.length : undefined;
}

function valueScore(value: Leaf['value']): number | undefined {
  if (value === null) {
    return 2;
  }
  const text = String(value).trim();
  if (typeof value === 'boolean' || text.length > 60) {
    return undefined;
  }
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    return 12;
  }
  const meaning = meaningOf(text);
  if (meaning !== undefined && meaning !== 'unknown') {
    return isListedWord(text) ? 72 : 60;
  }
  return /^\p{L}[\p{L}\p{N} _.:/-]*$/u.test(text) ? 8 : undefined;
}

/** The state at a value, with the field beside it that says how the task ended. */
export function stateAt({ place, name }: Pick<Leaf, 'place' | 'name'>, { leaves }: Places): Finding {
  const beside = leaves.filter((leaf) => areBeside(leaf.place, place) && leaf.name !== name);
  const parent = place.slice(0, -1);
  if (name === 'lifecyclestate') {
    const partner = beside.find((leaf) => leaf.name === 'resultstate')?.place ?? [...parent, 'result_state'];
    return either(partner, place);
  }
  if (name === 'ok') {
    const error = beside.find((leaf) => leaf.name === 'error')?.place ?? [...parent, 'error'];
    return {
      places: [place],
      define: (root) => ({ state: `${expressionAt(place, root)} || ${expressionAt(error, root)} && 'failed'` }),
    };
  }
  const partner = partners.includes(name)
    ? undefined
    : bestOf(
        beside.filter((leaf) => partners.includes(leaf.name) && isWordOrNull(leaf.value)),
        (leaf) => -partners.indexOf(leaf.name),
      );
  return partner ? either(partner.place, place) : findingAt('state', place);
}

/** Whether a word says how a task ended, rather than only that it has. */
function hasEnded(value: Leaf['value']): boolean {
  const meaning = meaningOf(String(value));
  return meaning !== undefined && meaning !== 'over' && isEnded(meaning);
}

function isWordOrNull(value: Leaf['value']): boolean {
  return value === null || typeof value === 'string';
}

function either(first: Place, second: Place): Finding {
  return {
    places: [second],
    define: (root) => ({ state: `${expressionAt(first, root)} || ${expressionAt(second, root)}` }),
  };
}

/** Jenkins and its like: a flag while it runs, then a result. */
function busyFlag({ leaves }: Places): Finding | undefined {
  const flag = leaves.find(({ name, value }) => busyFlags.includes(name) && typeof value === 'boolean');
  const result = flag && leaves.find(({ place, name }) => name === 'result' && areBeside(place, flag.place));
  return flag && result && isWordOrNull(result.value)
    ? {
        places: [flag.place, result.place],
        define: (root) => ({
          state: `${expressionAt(flag.place, root)} && 'running' || ${expressionAt(result.place, root)}`,
        }),
      }
    : undefined;
}

/** A flag that says only that the task is over. */
function doneFlag({ leaves, branches }: Places): Finding | undefined {
  const flag = bestOf(leaves, ({ name, value, place }) =>
    flags.includes(name) && typeof value === 'boolean' && levelOf(place) < 3
      ? -flags.indexOf(name) - distanceOf(place)
      : undefined,
  );
  if (!flag) {
    return undefined;
  }
  const beside = leaves.filter(({ place }) => areBeside(place, flag.place));
  const success = beside.find(
    ({ name, value }) => ['success', 'successful', 'succeeded'].includes(name) && typeof value === 'boolean',
  );
  const failed = beside.find(
    ({ name, value }) => ['failed', 'isfailed', 'errored', 'iserror'].includes(name) && typeof value === 'boolean',
  );
  const trouble = [...beside, ...branches].find(
    ({ name, place }) => troubles.includes(name) && areBeside(place, flag.place),
  )?.place ?? [...flag.place.slice(0, -1), 'error'];
  return {
    places: [flag.place],
    define: (root) => {
      const done = expressionAt(flag.place, root);
      const end = success
        ? `${expressionAt(success.place, root)} && 'succeeded' || 'failed'`
        : `${expressionAt(trouble, root)} && 'failed' || 'succeeded'`;
      const state = `${done} && (${end}) || 'running'`;
      return { state: failed ? `${expressionAt(failed.place, root)} && 'failed' || ${state}` : state };
    },
  };
}

/** An operation of Google's APIs (https://google.aip.dev/151), in which `done` is absent until it is true. */
export function isOperation(body: unknown): body is { readonly name: string } {
  return (
    isJsonObject(body) &&
    Object.keys(body).every((key) => ['name', 'metadata', 'done', 'error', 'response'].includes(key)) &&
    typeof body['name'] === 'string' &&
    (/(^|\/)operations\//.test(body['name']) || isTyped(body['metadata']) || isTyped(body['response']))
  );
}

/** Whether a value is a message of Google's in an `Any`, which names its type. */
function isTyped(value: unknown): boolean {
  return isJsonObject(value) && String(value['@type']).startsWith('type.googleapis.com/');
}

function operation(body: unknown): Finding | undefined {
  return isOperation(body)
    ? { places: [[]], define: () => ({ state: "done && (error && 'failed' || 'succeeded') || 'running'" }) }
    : undefined;
}

function stateHeader({ headers }: HttpResponse): Finding | undefined {
  const header = Object.entries(headers).find(
    ([name, value]) => /-(state|status)$/.test(name) && !name.includes('cache') && (valueScore(value) ?? 0) > 12,
  );
  return header && { places: [[]], define: () => ({ state: { header: header[0] } }) };
}

/** A percentage that is all that a response says. */
function progressAsState(places: Places): Finding | undefined {
  const [leaf] = progressLeaves(places).filter(({ value }) => typeof value === 'number' && (value === 0 || value >= 1));
  return (
    leaf && {
      places: [leaf.place],
      define: (root) => ({
        state: `error && 'failed' || ${expressionAt(leaf.place, root)} >= \`100\` && 'succeeded' || 'running'`,
      }),
    }
  );
}

/**
 * A response whose status is all that it says. What cannot be processed (RFC 9110, 15.5.21) is then the task, and what leads
 * elsewhere (15.4.4) leads to its result.
 */
function statusAsState({ status }: HttpResponse, body: unknown): Finding | undefined {
  const isSilent = body === undefined || status === 202;
  const statusCodes = { 200: 'succeeded', 202: 'running', 204: 'succeeded', 303: 'succeeded', 422: 'failed' } as const;
  return isSilent ? { places: [[]], define: () => ({ statusCodes }) } : undefined;
}
