import * as v from 'valibot';
import { credentialKindNames } from '../auth/credentials';
import { editorAccountNames } from '../auth/credentials';
import { isFieldKey } from '../connections/connection';
import { taskStates } from '../tasks/task';
import type { ForeignProvider } from './foreignProvider';

/** A rate limit lets at least one request through in this time (ms): a waiting request blocks its batch. */
const maxIntervalMs = 60_000;

const text = v.pipe(v.string(), v.nonEmpty());

const members = {
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  label: text,
  icon: v.optional(text),
  documentation: v.optional(v.string()),
  fields: v.pipe(
    v.array(
      v.object({
        key: v.pipe(v.string(), v.check(isFieldKey)),
        label: text,
        hint: v.optional(v.string()),
        required: v.optional(v.boolean()),
        replacedBy: v.optional(v.string()),
        requiredFor: v.optional(v.array(v.picklist(credentialKindNames))),
        isApplicable: v.optional(v.function()),
        isRequired: v.optional(v.function()),
        placeholder: v.optional(v.string()),
        whenEmpty: v.optional(v.string()),
        suggestions: v.optional(v.array(v.string())),
        fallback: v.optional(v.string()),
        normalize: v.optional(v.function()),
        validate: v.optional(v.function()),
      }),
    ),
    v.check((fields) => new Set(fields.map(({ key }) => key)).size === fields.length),
  ),
  credentials: v.pipe(v.array(v.picklist(credentialKindNames)), v.minLength(1)),
  request: v.function(),
  parse: v.function(),
  rateLimit: v.optional(
    v.object({
      burst: v.pipe(v.number(), v.minValue(1), v.maxValue(1_000)),
      intervalMs: v.pipe(v.number(), v.minValue(0), v.maxValue(maxIntervalMs)),
    }),
  ),
  rateLimitKey: v.optional(v.function()),
  list: v.optional(
    v.object({
      pageSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
      request: v.function(),
      parse: v.function(),
    }),
  ),
  credentialHeader: v.optional(v.object({ name: text, prefix: v.string() })),
  oauthClient: v.optional(v.function()),
  editorAccount: v.optional(v.object({ account: v.picklist(editorAccountNames), scopes: text })),
  cancel: v.optional(v.function()),
  cancellableStates: v.optional(v.array(v.picklist(taskStates))),
  recognize: v.optional(v.function()),
  minIntervalMs: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(3_600_000))),
  validateId: v.optional(v.function()),
  link: v.optional(v.function()),
  parsesFailures: v.optional(v.boolean()),
  classifyCode: v.optional(v.function()),
  classifyFailure: v.optional(v.function()),
  describeFailure: v.optional(v.function()),
  isUnknownTask: v.optional(v.function()),
  sessionLifetimeMs: v.optional(
    v.record(v.picklist(credentialKindNames), v.pipe(v.number(), v.finite(), v.minValue(0))),
  ),
} satisfies Record<keyof ForeignProvider, v.GenericSchema>;
const shape = v.object(members);

/**
 * Validates a provider of another extension.
 * @returns the path of the first invalid member, such as `fields.0.key`; empty if the value is no object; `undefined` if valid
 */
export function findInvalidField(value: unknown): string | undefined {
  const parsed = v.safeParse(shape, value);
  if (!parsed.success) {
    return v.getDotPath(parsed.issues[0]) ?? '';
  }
  const { credentials, oauthClient, editorAccount } = parsed.output;
  return [
    credentials.includes('oauth-client') && !oauthClient ? 'oauthClient' : undefined,
    credentials.includes('vscode') && !editorAccount ? 'editorAccount' : undefined,
  ].find((name) => name !== undefined);
}
