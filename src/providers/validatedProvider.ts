import * as v from 'valibot';
import type { Connection } from '../connections/connection';
import { failureKinds } from '../http/failure';
import type { HttpResponse } from '../http/request';
import { limitRetry } from '../http/retryAfter';
import { taskStates } from '../tasks/task';
import type { PageResult, Provider, TaskResult } from './provider';

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
const failed = v.looseObject({
  ok: v.literal(false),
  failure: v.looseObject({ kind: v.picklist(failureKinds), retryAt: amount }),
});
const name = v.optional(v.string());
const reading = v.variant('ok', [v.looseObject({ ok: v.literal(true), snapshot, name }), failed]);
const listReading = v.variant('ok', [
  v.looseObject({
    ok: v.literal(true),
    tasks: v.array(v.looseObject({ id: v.string(), name, snapshot })),
    next: v.optional(v.string()),
  }),
  failed,
]);

/**
 * A provider of another extension whose readings are looked at before anybody relies on them: a malformed one becomes the
 * failure `unexpected-shape`. The provider itself stays as it is, and may be an object of a class.
 */
export function validatedProvider(provider: Provider): Provider {
  const { id, label, icon, documentation, fields, credentials, rateLimit, list } = provider;
  return {
    ...{ id, label, icon, documentation, fields, credentials },
    ...(rateLimit && { rateLimit }),
    ...(provider.rateLimitKey && { rateLimitKey: (connection) => rateLimitKeyOf(provider, connection) }),
    request: (connection, task) => provider.request(connection, task),
    parse: (response, task) => check<TaskResult>(reading, provider.parse(response, task), response),
    ...(list && {
      list: {
        pageSize: list.pageSize,
        request: (connection, page) => list.request(connection, page),
        parse: (response, page) => check<PageResult>(listReading, list.parse(response, page), response),
      },
    }),
    ...(provider.validateId && { validateId: (task) => provider.validateId?.(task) }),
    ...(provider.link && { link: (connection, ref) => provider.link?.(connection, ref) }),
  };
}

/** What cannot be a name leaves the connection a budget of its own. */
function rateLimitKeyOf(provider: Provider, connection: Connection): string {
  try {
    const name: unknown = provider.rateLimitKey?.(connection);
    return typeof name === 'string' && name !== '' ? name : connection.id;
  } catch {
    return connection.id;
  }
}

/** @param response when it came decides how long its failure's `retryAt` may be */
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
