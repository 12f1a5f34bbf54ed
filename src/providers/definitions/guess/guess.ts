import { isJsonObject, parseJson } from '../../../base/json';
import { isEnded } from '../../../tasks/task';
import type { HttpResponse } from '../../../http/request';
import { responseTime } from '../../parsing/time';
import type { CredentialDefinition, ProviderDefinition } from '../definition';
import { meaningOf } from '../words/wordTable';
import { findTime, linkLeaves, nameLeaves, timeLeaves } from './details';
import { findCancel } from './cancel';
import { findError, reasonPlaces } from './failure';
import { findingAt, type Finding, type GuessKey } from './finding';
import { findItems, itemCandidates, itemsIn } from './items';
import { kubernetesFindings } from './kubernetes';
import { candidatesAt, placesOf, sharedWrapper, type Candidate, type Place, type Places } from './places';
import { findProgress, progressAt, progressLeaves } from './progress';
import { findRetryAfter } from './retryAfter';
import type { SentRequest } from './sentRequest';
import { findState, isOperation, stateAt, stateLeaves } from './state';
import { plainRequest, taskIdPlaces, type TaskIdPlace } from './taskIdPlace';

/** A request and its response, from which a definition can be guessed. */
export interface GuessSample {
  readonly request: SentRequest;
  readonly response: HttpResponse;
}

/** A guess about an API: what was found for each key, and where the task's ID stands. */
export interface Guess {
  readonly sample: GuessSample;
  readonly places: Places;
  readonly findings: Readonly<Partial<Record<GuessKey, Finding>>>;
  /** Where the ID probably stands in the request, the best first. */
  readonly ids: readonly TaskIdPlace[];
  /** Every place of the request where an ID may stand, the best first. */
  readonly everyId: readonly TaskIdPlace[];
  /** Keys that only the form of the API says. */
  readonly shape: Partial<ProviderDefinition>;
}

/** What a person chose in place of what was found. */
export interface Choices {
  /** Absent keys are as they were found; null is nothing. */
  readonly findings?: Readonly<Partial<Record<GuessKey, Finding | null>>>;
  readonly id?: TaskIdPlace;
  readonly states?: ProviderDefinition['states'];
  readonly label?: string;
  /** Null where the task must not be canceled as was found. */
  readonly cancel?: null;
}

/** Guesses where a response says what. Never throws, whatever the response. */
export function guess(sample: GuessSample): Guess {
  const { request, response } = sample;
  const body = bodyOf(response);
  const places = placesOf(body);
  const whole = isOperation(body) ? body.name : resourceName(places, request);
  const ids = taskIdPlaces(request, places.leaves, whole);
  const everyId = taskIdPlaces(request, places.leaves, whole, 0);
  const id = ids[0]?.id;
  const shape = shapeOf(body, request);
  const conditions = kubernetesFindings(body);
  if (conditions) {
    return { sample, places, findings: conditions, ids, everyId, shape };
  }
  const state = findState(response, body, places);
  const now = responseTime(response);
  const isEnd = isOver(places);
  const [name] = nameLeaves(places, id, state?.places ?? []);
  const [link] = linkLeaves(places, request.url);
  const found: Partial<Record<GuessKey, Finding | undefined>> = {
    state,
    progress: findProgress(places, isEnd),
    name: name && findingAt('name', name.place),
    createdAt: findTime('createdAt', places, now),
    endedAt: findTime('endedAt', places, now),
    link: link && findingAt('link', link.place),
    items: findItems(places, withoutRoot(state?.places ?? []), isEnd),
    error: findError(places, state?.places ?? []),
  };
  const findings = Object.fromEntries(Object.entries(found).filter(([, finding]) => finding !== undefined));
  return { sample, places, findings, ids, everyId, shape };
}

function bodyOf({ body }: HttpResponse): unknown {
  try {
    return body.trim() === '' ? undefined : parseJson(body);
  } catch {
    return undefined;
  }
}

/** Whether the task has ended, by the word that is probably its state. */
function isOver(places: Places): boolean {
  const [leaf] = stateLeaves(places);
  const meaning = leaf && meaningOf(String(leaf.value));
  return meaning === 'over' || (meaning !== undefined && isEnded(meaning));
}

/** A name with slashes that stands in the address as it is, where no part of it is an ID of its own in the response. */
function resourceName({ leaves }: Places, { url }: SentRequest): string | undefined {
  const path = URL.parse(url)?.pathname ?? '';
  const found = leaves.find(
    ({ name, value }) =>
      name === 'name' && typeof value === 'string' && /^[\w.-]+(\/[\w.-]+)+$/.test(value) && path.includes(`/${value}`),
  );
  const last = String(found?.value ?? '').replace(/^.*\//, '');
  const isNamedAlone = leaves.some(({ name, value }) => ['name', 'id', 'uid'].includes(name) && String(value) === last);
  return found && !isNamedAlone ? String(found.value) : undefined;
}

/** What the form of a request or a response says about an API. */
function shapeOf(body: unknown, { body: sent }: SentRequest): Partial<ProviderDefinition> {
  const json = sent?.kind === 'json' ? sent.json : undefined;
  if (isJsonObject(json) && 'jsonrpc' in json) {
    return { refusal: 'error' };
  }
  if (isJsonObject(json) && typeof json['query'] === 'string' && /[{]/.test(json['query'])) {
    return { refusal: 'errors' };
  }
  const isTencent = isJsonObject(body) && Object.keys(body).length === 1 && isJsonObject(body['Response']);
  return isTencent ? { refusal: 'Response.Error' } : {};
}

/**
 * The definition that a guess makes with what a person chose. It lacks `state` where nothing was found. Its expressions are
 * short: where all of them look into one object that only holds the task, that is the root.
 */
export function toDefinition(
  { sample, findings, ids, shape, places }: Guess,
  { id, label, credentials }: { id: string; label: string; credentials: readonly CredentialDefinition[] },
  choices: Choices = {},
): ProviderDefinition {
  const chosen = { ...findings, ...choices.findings };
  const all = Object.values(chosen).filter((finding): finding is Finding => Boolean(finding));
  const root = sharedWrapper(all.flatMap((finding) => finding.places));
  const keys = Object.assign({}, ...all.map((finding) => finding.define(root))) as Partial<ProviderDefinition>;
  const place = choices.id ?? ids[0];
  const retryAfter = findRetryAfter(places, root);
  const page = place && pageOf(places, sample.request.url, place.id);
  const cancel = place && choices.cancel !== null ? findCancel(places, sample.request, place.id) : undefined;
  return {
    id,
    label: choices.label ?? label,
    credentials,
    request: place?.request ?? plainRequest(sample.request),
    ...(page ? { page } : {}),
    ...(root.length > 0 ? { root: expressionOf(root) } : {}),
    ...shape,
    ...keys,
    ...laterStatuses(keys, sample.response),
    ...(cancel ? { cancel } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(choices.states && Object.keys(choices.states).length > 0 ? { states: choices.states } : {}),
  };
}

/** A service that says with the HTTP status that a task runs may answer with its result alone when it has ended. */
function laterStatuses(
  { state, statusCodes }: Partial<ProviderDefinition>,
  { status }: HttpResponse,
): Pick<ProviderDefinition, 'statusCodes'> {
  return status === 202 && state !== undefined && statusCodes === undefined
    ? { statusCodes: { 200: 'succeeded', 202: 'running', 303: 'succeeded', 422: 'failed' } }
    : {};
}

function expressionOf(root: Place): string {
  const finding = findingAt('state', root).define([]).state;
  return typeof finding === 'string' ? finding : '@';
}

/** The template of the page for people, where its address has the task's ID. */
function pageOf(places: Places, api: string, id: string): string | undefined {
  const [link] = linkLeaves(places, api);
  const url = URL.parse(String(link?.value ?? ''));
  const segments = url?.pathname.split('/') ?? [];
  const at = segments.lastIndexOf(id);
  const isPlain = url?.protocol === 'https:' && url.search === '' && url.username === '' && !/[{}]|%7b/i.test(url.href);
  return isPlain && at >= 0 && url.hash === '' ? `${url.origin}${segments.with(at, '{id}').join('/')}` : undefined;
}

/** What a person may choose from for a key, the likely ones first, then all other values; for files, all other lists. */
export function candidatesFor(key: GuessKey, found: Guess): readonly Candidate[] {
  const likely = likelyFor(key, found);
  return key === 'items' ? likely : [...likely, ...found.places.leaves.filter((leaf) => !likely.includes(leaf))];
}

function likelyFor(key: GuessKey, { places, findings, ids, sample }: Guess): readonly Candidate[] {
  const state = findings.state?.places ?? [];
  switch (key) {
    case 'state':
      return stateLeaves(places);
    case 'progress':
      return progressLeaves(places);
    case 'name':
      return nameLeaves(places, ids[0]?.id, state);
    case 'createdAt':
    case 'endedAt':
      return timeLeaves(key, places, responseTime(sample.response));
    case 'link':
      return linkLeaves(places, sample.request.url);
    case 'items':
      return itemCandidates(places, withoutRoot(state), isOver(places));
    case 'error':
      return candidatesAt(reasonPlaces(places, state), places);
  }
}

/** Without the root, which stands for a state that no value states. */
function withoutRoot(places: readonly Place[]): readonly Place[] {
  return places.filter((place) => place.length > 0);
}

/** What a chosen value says. */
export function findingFor(key: GuessKey, chosen: Candidate, { places }: Guess): Finding {
  switch (key) {
    case 'state':
      return stateAt(chosen, places);
    case 'progress':
      return progressAt(chosen, isOver(places));
    case 'items':
      return itemsIn([chosen.place], places);
    default:
      return findingAt(key, chosen.place);
  }
}
