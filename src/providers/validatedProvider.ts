import * as v from 'valibot';
import type { Message } from '../base/message';
import type { Connection } from '../connections/connection';
import { failureKinds, type FailureKind, type RequestFailure } from '../http/failure';
import { failureScopes } from '../http/failureScope';
import type { HttpResponse } from '../http/request';
import { limitRetry } from '../http/retryAfter';
import { taskStates } from '../tasks/task';
import type { PageResult, Provider, TaskResult } from './provider';
import { omitUndefined } from '../base/omitUndefined';

const state = v.picklist(taskStates);
const amount = v.optional(v.pipe(v.number(), v.finite()));
const snapshot = v.looseObject({
  state,
  rawState: v.string(),
  percent: amount,
  completed: amount,
  failed: amount,
  total: amount,
  createdAt: amount,
  endedAt: amount,
  error: v.optional(v.looseObject({ code: v.optional(v.string()), message: v.string() })),
  items: v.array(v.looseObject({ state })),
});
const sentence = v.object({ text: v.string(), args: v.array(v.union([v.string(), v.number()])) });
const failureClass = v.object({ kind: v.picklist(failureKinds), scope: v.optional(v.picklist(failureScopes)) });
const failed = v.looseObject({
  ok: v.literal(false),
  failure: v.looseObject({ kind: v.picklist(failureKinds), retryAt: amount, explanation: v.optional(sentence) }),
});
const name = v.optional(v.string());
const reading = v.variant('ok', [v.looseObject({ ok: v.literal(true), snapshot, name, retryAfterMs: amount }), failed]);
const listReading = v.variant('ok', [
  v.looseObject({
    ok: v.literal(true),
    tasks: v.array(v.looseObject({ id: v.string(), name, snapshot })),
    next: v.optional(v.string()),
    retryAfterMs: amount,
  }),
  failed,
]);

/**
 * Wraps the provider of another extension and validates its results: a malformed one becomes the failure `unexpected-shape`.
 */
export function validatedProvider(provider: Provider): Provider {
  const { id, label, icon, documentation, fields, credentials, rateLimit, list } = provider;
  const { parsesFailures, sessionLifetimeMs } = provider;
  const members: AllMembers = {
    ...{ id, label, icon, documentation, fields, credentials, rateLimit, parsesFailures, sessionLifetimeMs },
    request: (connection, task) => provider.request(connection, task),
    parse: (response, task) => check<TaskResult>(reading, provider.parse(response, task), response),
    list: list && {
      pageSize: list.pageSize,
      request: (connection, page) => list.request(connection, page),
      parse: (response, page) => check<PageResult>(listReading, list.parse(response, page), response),
    },
    rateLimitKey: provider.rateLimitKey && ((connection) => rateLimitKeyOf(provider, connection)),
    validateId: provider.validateId && ((task) => provider.validateId?.(task)),
    link: provider.link && ((connection, ref) => provider.link?.(connection, ref)),
    classifyCode:
      provider.classifyCode && ((code, status) => kindOf(attempt(() => provider.classifyCode?.(code, status)))),
    classifyFailure:
      provider.classifyFailure && ((failure) => classOf(attempt(() => provider.classifyFailure?.(failure)))),
    describeFailure:
      provider.describeFailure && ((failure) => sentenceOf(attempt(() => provider.describeFailure?.(failure)))),
    isUnknownTask: provider.isUnknownTask && ((failure) => attempt(() => provider.isUnknownTask?.(failure)) === true),
  };
  return omitUndefined(members) as Provider;
}

/** All members of a provider, so that the compiler reports a missing one. */
type AllMembers = { readonly [Name in keyof Required<Provider>]: Provider[Name] | undefined };

/** The result of a hook; `undefined` if it throws. */
function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function kindOf(value: unknown): FailureKind | undefined {
  return failureKinds.find((kind) => kind === value);
}

function classOf(value: unknown): Pick<RequestFailure, 'kind' | 'scope'> | undefined {
  const parsed = v.safeParse(failureClass, value);
  return parsed.success ? omitUndefined(parsed.output) : undefined;
}

function sentenceOf(value: unknown): Message | undefined {
  const parsed = v.safeParse(sentence, value);
  return parsed.success ? parsed.output : undefined;
}

/** A connection whose key is invalid has a rate limit of its own. */
function rateLimitKeyOf(provider: Provider, connection: Connection): string {
  const name = attempt(() => provider.rateLimitKey?.(connection));
  return typeof name === 'string' && name !== '' ? name : connection.id;
}

/** @param response its time limits the failure's `retryAt` */
function check<T extends TaskResult | PageResult>(shape: v.GenericSchema, value: T, { receivedAt }: HttpResponse): T {
  const parsed = v.safeParse(shape, value);
  if (!parsed.success) {
    const place = v.getDotPath(parsed.issues[0]) ?? '';
    return { ok: false, failure: { kind: 'unexpected-shape', detail: place } } as T;
  }
  const retryAt = value.ok ? undefined : value.failure.retryAt;
  return value.ok || retryAt === undefined
    ? value
    : { ...value, failure: { ...value.failure, retryAt: limitRetry(retryAt, receivedAt) } };
}
