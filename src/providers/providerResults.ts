import * as v from 'valibot';
import type { Message } from '../base/message';
import { failureKinds, failureScopes } from '../http/failure';
import { readJson } from '../http/jsonBody';
import type { HttpResponse } from '../http/request';
import { limitRetry } from '../http/retryAfter';
import { taskStates } from '../tasks/task';
import { plausibleSnapshot } from './parsing/plausibleSnapshot';
import { normalizeTaskId } from './parsing/taskId';
import { responseTime } from './parsing/time';
import type { PageResult, TaskResult } from './provider';

const text = v.optional(v.string());
const number = v.optional(v.number());
const args = v.optional(v.array(v.union([v.string(), v.number()])));
const state = v.picklist(taskStates);

const snapshot = v.object({
  state,
  rawState: v.string(),
  percent: number,
  completed: number,
  failed: number,
  total: number,
  createdAt: number,
  endedAt: number,
  error: v.optional(v.object({ code: text, message: v.string(), args })),
  facts: v.optional(v.array(v.object({ label: v.string(), value: v.string(), args }))),
  link: text,
  items: v.array(v.object({ state, source: text, target: text, link: text, reason: text })),
  raw: v.optional(v.unknown()),
});

/** A {@link Message}. */
export const sentenceSchema = v.object({ text: v.string(), args: v.array(v.union([v.string(), v.number()])) });

/** What `classifyFailure` of a provider returns. */
export const failureClassSchema = v.object({
  kind: v.picklist(failureKinds),
  scope: v.optional(v.picklist(failureScopes)),
});

const failed = v.object({
  ok: v.literal(false),
  failure: v.object({
    kind: v.picklist(failureKinds),
    host: text,
    byProxy: v.optional(v.literal(true)),
    caFile: text,
    step: v.optional(v.picklist(['sign-in', 'project'])),
    scope: v.optional(v.picklist(failureScopes)),
    evidence: v.optional(v.picklist(['json', 'page', 'text', 'empty'])),
    status: v.optional(v.number()),
    explanation: v.optional(sentenceSchema),
    code: text,
    detail: text,
    requestId: text,
    retryAt: number,
  }),
});

/** What `parse` of a provider returns. */
const taskResultSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), snapshot, name: text, retryAfterMs: v.optional(v.pipe(v.number(), v.minValue(0))) }),
  failed,
]);

/** What `parse` of a list returns. */
const pageResultSchema = v.variant('ok', [
  v.object({
    ok: v.literal(true),
    tasks: v.array(v.object({ id: v.pipe(v.string(), v.nonEmpty()), name: text, snapshot })),
    next: text,
    total: number,
    retryAfterMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  }),
  failed,
]);

/** What `request` of a provider returns. */
export const requestSchema = v.pipe(
  v.object({
    method: v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    url: v.string(),
    headers: v.record(v.string(), v.string()),
    body: text,
  }),
  v.transform(({ body, ...others }) => (body === undefined ? others : { ...others, body })),
);

/** What `recognize` of a provider returns. */
export const recognizedSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  fields: v.optional(v.record(v.string(), v.string())),
});

/** What {@link checkTaskResult} and {@link checkPageResult} need. */
export interface ResultContext {
  /** The response that was parsed. Its time limits the times in the result. */
  readonly response: HttpResponse;
  /** Makes a sentence of what the provider threw. */
  readonly fault: (error: unknown) => Message;
}

/** Copies and validates what `parse` of a provider of another extension returns. */
export function checkTaskResult(read: () => unknown, context: ResultContext): TaskResult {
  return check(taskResultSchema, read, context) as TaskResult;
}

/** Copies and validates what `parse` of a list returns. */
export function checkPageResult(read: () => unknown, context: ResultContext): PageResult {
  return check(pageResultSchema, read, context) as PageResult;
}

function check(
  schema: v.GenericSchema,
  read: () => unknown,
  { response, fault }: ResultContext,
): TaskResult | PageResult {
  let copy: unknown;
  try {
    // The copy goes through JSON, so that each getter and `toJSON` runs once and here.
    const json = JSON.stringify(read()) as string | undefined;
    copy = json === undefined ? undefined : JSON.parse(json);
  } catch (error) {
    // Most providers parse JSON: what they throw at a page of a proxy is no fault of theirs.
    const json = readJson(response);
    return json.ok ? failure({ explanation: fault(error) }) : json;
  }
  const parsed = v.safeParse(schema, copy);
  return parsed.success
    ? plausible(parsed.output as TaskResult | PageResult, response)
    : failure({ detail: v.getDotPath(parsed.issues[0]) ?? '' });
}

function failure(more: { readonly detail: string } | { readonly explanation: Message }): TaskResult & PageResult {
  return { ok: false, failure: { kind: 'unexpected-shape', ...more } };
}

/** Applies the rules that built-in providers follow while they parse. */
function plausible(result: TaskResult | PageResult, response: HttpResponse): TaskResult | PageResult {
  if (!result.ok) {
    const { retryAt } = result.failure;
    return retryAt === undefined
      ? result
      : { ...result, failure: { ...result.failure, retryAt: limitRetry(retryAt, response.receivedAt) } };
  }
  const now = responseTime(response);
  return 'snapshot' in result
    ? { ...result, snapshot: plausibleSnapshot(result.snapshot, now) }
    : {
        ...result,
        tasks: result.tasks.map((task) => ({
          ...task,
          id: normalizeTaskId(task.id),
          snapshot: plausibleSnapshot(task.snapshot, now),
        })),
      };
}
