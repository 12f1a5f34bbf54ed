import { membersOf } from '../../../base/members';
import { message } from '../../../base/message';
import { omitUndefined } from '../../../base/omitUndefined';
import { readFailure, toFailure } from '../../../http/failureParser';
import { toRefusal } from '../../../http/refusal';
import type { HttpResponse } from '../../../http/request';
import { readJson, type JsonResult } from '../../../http/jsonBody';
import { isHtml } from '../../../http/responseBody';
import { limitRetry, toRetryAt } from '../../../http/retryAfter';
import { isEnded, type Snapshot, type TaskError, type TaskState } from '../../../tasks/task';
import type { RequestFailure } from '../../../http/failure';
import { isJsonObject } from '../../../base/json';
import { succeededFiles, toEndState } from '../../parsing/endState';
import { toTaskError } from '../../parsing/taskError';
import { parseTime, responseTime } from '../../parsing/time';
import type { TaskResult } from '../../provider';
import type { Checker } from '../checker';
import type { ProviderDefinition } from '../definition';
import type { Expression } from '../expressions/expression';
import { meaningOf } from '../words/wordTable';
import { readDefinedError, readError, toError, type ErrorReading } from './errors';
import { compileItems, type ItemReader } from './items';
import { compileProgress, usualPercent, type FoundProgress } from './progress';
import { placesBeside, reasonsOf } from './reasons';
import { toFoundState, toStateWords, type FoundState, type StateWords } from './state';
import { usualEnds } from './timeNames';
import { isError, toAmount, toLine, toLink, toStateWord } from './values';

/** How far a service's clock may be ahead of itself. */
const latestAheadMs = 60_000;

/** How to read what a response says about a task. */
export interface TaskReading {
  /** Whether a response with this status is read; any other that is not good is a failed request. */
  reads(status: number): boolean;
  /** Reads a response about one task. Never throws. */
  task(response: HttpResponse): TaskResult;
  /** The JSON of a response that is no failed request. */
  body(response: HttpResponse): JsonResult;
  /** Reads one row of a list, which is what {@link task} finds at the root. */
  row(root: unknown, response: HttpResponse): ReadRow | undefined;
  /** The failed request that a response with a good status is, when nothing was found in it. */
  nothingFound(response: HttpResponse, body: unknown, expected: string): RequestFailure;
  /** The wish of the service for a later request, from now (ms). */
  retryAfterMs(root: unknown, response: HttpResponse): number | undefined;
}

/** What one place of a response says about a task. */
export interface ReadRow {
  readonly snapshot: Snapshot;
  readonly name?: string;
  /** The id of the task, where the response has it. */
  readonly id?: string;
}

interface Parts {
  readonly root: Expression | undefined;
  readonly refusal: Expression | undefined;
  readonly state: Expression | undefined;
  readonly stateHeader: string | undefined;
  readonly statusCodes: Readonly<Record<string, TaskState>>;
  readonly words: StateWords;
  readonly progress: ((root: unknown) => FoundProgress) | undefined;
  readonly items: ItemReader;
  readonly name: Expression | undefined;
  readonly id: Expression | undefined;
  readonly createdAt: Expression | undefined;
  readonly endedAt: Expression | undefined;
  readonly link: Expression | undefined;
  readonly timeZone: string;
  readonly error: ErrorReading | undefined;
  readonly retryAfter: Expression | undefined;
}

/** Compiles all of a definition that reads responses. */
export function compileReading(definition: ProviderDefinition, checker: Checker): TaskReading {
  const { state, error, statusCodes = {}, timeZone = 'Z', taskId } = definition;
  const words = toStateWords(definition.states);
  return toReading({
    root: checker.optional(definition.root, ['root']),
    refusal: checker.optional(definition.refusal, ['refusal']),
    state: typeof state === 'string' ? checker.expression(state, ['state']) : undefined,
    stateHeader: typeof state === 'object' ? state.header.toLowerCase() : undefined,
    statusCodes,
    words,
    progress: compileProgress(definition.progress, checker),
    items: compileItems(definition.items, words, checker),
    name: checker.optional(definition.name, ['name']),
    id: checker.optional(taskId?.in, ['taskId', 'in']),
    createdAt: checker.optional(definition.createdAt, ['createdAt']),
    endedAt: checker.optional(definition.endedAt, ['endedAt']),
    link: checker.optional(definition.link, ['link']),
    timeZone,
    error: error === undefined ? undefined : compileError(error, checker),
    retryAfter: checker.optional(definition.retryAfter, ['retryAfter']),
  });
}

function compileError(error: NonNullable<ProviderDefinition['error']>, checker: Checker): ErrorReading {
  return typeof error === 'string'
    ? { message: checker.expression(error, ['error']) }
    : omitUndefined({
        message: checker.expression(error.message, ['error', 'message']),
        code: checker.optional(error.code, ['error', 'code']),
      });
}

function toReading(parts: Parts): TaskReading {
  const { root: rootPlace, refusal, statusCodes } = parts;
  const isListed = (status: number): boolean => Object.hasOwn(statusCodes, String(status));
  const reading: TaskReading = {
    reads: (status) => (status >= 200 && status < 300) || isListed(status),

    body(response) {
      if (!reading.reads(response.status)) {
        return { ok: false, failure: toFailure(response) };
      }
      const json = readJson(response);
      if (!json.ok) {
        // The status, or a header, may be all that there is to say.
        const saysAll = (isListed(response.status) || parts.stateHeader !== undefined) && !isHtml(response);
        return saysAll ? { ok: true, value: null } : json;
      }
      const refused = refusal?.find(json.value);
      return isError(refused) ? { ok: false, failure: toRefusal(response, readError(refused)) } : json;
    },

    task(response) {
      const json = reading.body(response);
      if (!json.ok) {
        return json;
      }
      const root = rootPlace ? rootPlace.find(json.value) : json.value;
      if (rootPlace && root === undefined && json.value !== null) {
        const failure = isListed(response.status) ? undefined : missingRoot(response);
        if (failure) {
          return { ok: false, failure };
        }
      }
      const read = reading.row(root ?? null, response);
      if (!read) {
        return { ok: false, failure: reading.nothingFound(response, root, 'state') };
      }
      const { snapshot, name } = read;
      return { ok: true, snapshot, ...omitUndefined({ name, retryAfterMs: reading.retryAfterMs(root, response) }) };
    },

    row(root, response) {
      const found = findState(parts, root, response);
      return found && toRow(parts, root, found, response);
    },

    nothingFound: (response, body, expected) =>
      refusalIn(response) ?? {
        kind: 'unexpected-shape',
        status: response.status,
        evidence: 'json',
        detail: `${expected} found nothing; the answer ${describe(body)}`.slice(0, 300),
      },

    retryAfterMs(root, response) {
      const { receivedAt } = response;
      const seconds = toAmount(parts.retryAfter?.find(root ?? null));
      const stated =
        toRetryAt(response) ??
        (seconds === undefined || seconds <= 0 ? undefined : limitRetry(receivedAt + seconds * 1_000, receivedAt));
      return stated === undefined || stated <= receivedAt ? undefined : stated - receivedAt;
    },
  };
  return reading;
}

/** A good response without the task: an error in its envelope, or a service that does not know the task. */
function missingRoot(response: HttpResponse): RequestFailure {
  return refusalIn(response) ?? { kind: 'not-found', status: response.status, evidence: 'json' };
}

/** The failed request that an envelope reports, also with a flag or a word alone, as JSend does: `"status": "error"`. */
function refusalIn(response: HttpResponse): RequestFailure | undefined {
  const json = readJson(response);
  const members = membersOf(json.ok ? json.value : undefined);
  const word = toStateWord(members.find('status', 'result', 'stat'));
  const isRefused = members.find('success', 'ok') === false || (word !== undefined && meaningOf(word) === 'failed');
  const isSaid = members.find('message', 'msg', 'error', 'errors', 'detail') !== undefined;
  return readFailure(response) ?? (isRefused && isSaid ? toFailure(response) : undefined);
}

function describe(value: unknown): string {
  if (isJsonObject(value)) {
    const names = Object.keys(value).map((name) => name.slice(0, 40));
    return names.length === 0 ? 'is empty' : `has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
  }
  return Array.isArray(value)
    ? 'is a list'
    : `is ${value === null || value === undefined ? 'empty' : `a ${typeof value}`}`;
}

function findState(parts: Parts, root: unknown, { status, headers }: HttpResponse): FoundState | undefined {
  const { state, stateHeader, statusCodes, words } = parts;
  const byStatus = Object.hasOwn(statusCodes, String(status)) ? statusCodes[String(status)] : undefined;
  const word = toStateWord(stateHeader === undefined ? state?.find(root) : headers[stateHeader]);
  const isKnown = word !== undefined && words.meaning(word) !== undefined;
  // In an error's body the word may be no state at all.
  if (byStatus !== undefined && !isKnown) {
    return { state: byStatus, rawState: word ?? String(status) };
  }
  const beside = (state?.besides(root) ?? []).map(({ value }) => value).filter((value) => value !== root);
  return word === undefined ? undefined : toFoundState(word, words, [...beside, root]);
}

/** Why a task ended badly: as the definition says, else by the first of the usual members that says something. */
function findReason({ error, state }: Parts, root: unknown): TaskError | undefined {
  if (error) {
    return readDefinedError(error, root);
  }
  for (const reason of reasonsOf(root, state)) {
    if (reason.error && !reason.isOther) {
      return reason.error;
    }
  }
  return undefined;
}

function toRow(parts: Parts, root: unknown, found: FoundState, response: HttpResponse): ReadRow {
  const now = responseTime(response);
  const beside = placesBeside(root, parts.state);
  const { percent, completed, failed, total }: FoundProgress =
    parts.progress?.(root) ?? omitUndefined({ percent: usualPercent(beside, isEnded(found.state)) });
  const before = parts.items(root, found.state);
  const failedItems = before.filter((item) => item.state === 'failed').length;
  const failures = Math.max(failed ?? 0, failedItems);
  const state = failures > 0 ? toEndState(found.state, { completed, failed: failures, total }) : found.state;
  const items = state === found.state ? before : parts.items(root, state);
  const isBad = isEnded(state) && state !== 'succeeded';
  const toTime = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : parseTime(text, now, parts.timeZone);
  const time = (expression: Expression | undefined): number | undefined => toTime(toLine(expression?.find(root)));
  const createdAt = time(parts.createdAt);
  const endedAt = (): number | undefined =>
    parts.endedAt
      ? time(parts.endedAt)
      : [...usualEnds(beside)]
          .map(toTime)
          .find((end) => end !== undefined && end >= (createdAt ?? 0) && end <= now + latestAheadMs);
  const snapshot: Snapshot = {
    ...omitUndefined({
      state,
      rawState: found.rawState,
      percent,
      // Before the end the counts do not tell whether failures are among the completed.
      completed: isEnded(state) ? succeededFiles({ completed, failed, total }) : completed,
      failed,
      total,
      createdAt,
      endedAt: isEnded(state) ? endedAt() : undefined,
      error: isBad ? (findReason(parts, root) ?? toStateError(found)) : undefined,
      link: toLink(parts.link?.find(root)),
    }),
    items,
    raw: root,
  };
  return { snapshot, ...omitUndefined({ name: toLine(parts.name?.find(root)), id: findId(parts, root) }) };
}

/** What made a task that is only over count as failed. */
function toStateError({ errorMember, exitStatus }: FoundState): TaskError | undefined {
  if (exitStatus !== undefined) {
    return /^-?\d+$/.test(exitStatus)
      ? toTaskError(message('Exit code {0}.', exitStatus), exitStatus)
      : toError({ words: exitStatus });
  }
  return errorMember === undefined
    ? undefined
    : (toError(readError(errorMember)) ?? toTaskError(message('The service reports an error.')));
}

const idNames = ['id', 'taskid', 'jobid', 'runid', 'uuid', 'requestid'];

function findId({ id }: Parts, root: unknown): string | undefined {
  const word = toLine(id ? id.find(root) : membersOf(root).find(...idNames));
  return word === undefined || word.length > 512 ? undefined : word;
}
