import * as v from 'valibot';
import type { Message } from '../base/message';
import { failureKinds } from '../http/failure';
import { failureScopes } from '../http/failureScope';
import { limitRetry } from '../http/retryAfter';
import { taskStates } from '../tasks/task';
import type { PageResult, TaskResult } from './provider';

const text = v.optional(v.string());
const count = v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)));
const time = v.optional(v.number());
const state = v.picklist(taskStates);

const snapshot = v.object({
  state,
  rawState: v.string(),
  percent: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  completed: count,
  failed: count,
  total: count,
  createdAt: time,
  endedAt: time,
  error: v.optional(v.object({ code: text, message: v.string() })),
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
    retryAt: time,
  }),
});

/** What `parse` of a provider returns. */
const taskResultSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), snapshot, name: text, retryAfterMs: count }),
  failed,
]);

/** What `parse` of a list returns. */
const pageResultSchema = v.variant('ok', [
  v.object({
    ok: v.literal(true),
    tasks: v.array(v.object({ id: v.pipe(v.string(), v.nonEmpty()), name: text, snapshot })),
    next: text,
    total: count,
    retryAfterMs: count,
  }),
  failed,
]);

/** What `request` of a provider returns. */
export const requestSchema = v.pipe(
  v.object({
    method: v.picklist(['GET', 'POST', 'DELETE']),
    url: v.string(),
    headers: v.record(v.string(), v.string()),
    body: text,
  }),
  v.transform(({ body, ...others }) => (body === undefined ? others : { ...others, body })),
);

/** No task is older (ms since the epoch: the year 2000). */
const earliestTime = 946_684_800_000;
/** A service's clock can be ahead by at most this (ms): a year. */
const maxAheadMs = 366 * 86_400_000;

/** What {@link checkTaskResult} and {@link checkPageResult} need. */
export interface ResultContext {
  /** When the response came (ms since the epoch). It limits the times in the result. */
  readonly receivedAt: number;
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
  { receivedAt, fault }: ResultContext,
): TaskResult | PageResult {
  let copy: unknown;
  try {
    // The copy goes through JSON, so that each getter and `toJSON` runs once and here.
    const json = JSON.stringify(read()) as string | undefined;
    copy = json === undefined ? undefined : JSON.parse(json);
  } catch (error) {
    return failure({ explanation: fault(error) });
  }
  const parsed = v.safeParse(schema, copy);
  return parsed.success
    ? withPossibleTimes(parsed.output as TaskResult | PageResult, receivedAt)
    : failure({ detail: v.getDotPath(parsed.issues[0]) ?? '' });
}

function failure(more: { readonly detail: string } | { readonly explanation: Message }): TaskResult & PageResult {
  return { ok: false, failure: { kind: 'unexpected-shape', ...more } };
}

/** Leaves out times that cannot be, and limits how long a service asks to wait. */
function withPossibleTimes(result: TaskResult | PageResult, receivedAt: number): TaskResult | PageResult {
  if (!result.ok) {
    const { retryAt } = result.failure;
    return retryAt === undefined
      ? result
      : { ...result, failure: { ...result.failure, retryAt: limitRetry(retryAt, receivedAt) } };
  }
  const isPossible = (at: number | undefined): boolean =>
    at !== undefined && at >= earliestTime && at <= receivedAt + maxAheadMs;
  const clean = <S extends { readonly createdAt?: number; readonly endedAt?: number }>(given: S): S => {
    const { createdAt, endedAt, ...others } = given;
    return {
      ...others,
      ...(isPossible(createdAt) ? { createdAt } : {}),
      ...(isPossible(endedAt) ? { endedAt } : {}),
    } as S;
  };
  return 'snapshot' in result
    ? { ...result, snapshot: clean(result.snapshot) }
    : { ...result, tasks: result.tasks.map((task) => ({ ...task, snapshot: clean(task.snapshot) })) };
}
