import * as v from 'valibot';
import type { OAuthClient } from '../auth/oauth/clientToken';
import { toError } from '../base/errors';
import { message, type Message } from '../base/message';
import { omitUndefined } from '../base/omitUndefined';
import type { Connection } from '../connections/connection';
import { failureKinds, RequestError, type FailureKind, type RequestFailure } from '../http/failure';
import type { HttpRequest } from '../http/request';
import type { ForeignField, ForeignProvider } from './foreignProvider';
import { webAddress } from './parsing/url';
import type { ConnectionField, Provider, RecognizedTask } from './provider';
import {
  checkPageResult,
  checkTaskResult,
  failureClassSchema,
  recognizedSchema,
  requestSchema,
  sentenceSchema,
} from './providerResults';

/** The longest words of a fault that are shown. */
const longestFault = 300;

/**
 * Wraps a provider of another extension, so that nothing it returns or throws leaves its own tasks and connections: results
 * are copied and validated, a fault becomes a failure with a sentence that names the provider.
 * @param provider a copy, of which `findInvalidField` has found nothing
 */
export function validatedProvider(provider: ForeignProvider): Provider {
  const { id, label, icon = 'cloud', documentation = '', fields, credentials, rateLimit, list, cancel } = provider;
  const { parsesFailures, sessionLifetimeMs, credentialHeader, editorAccount, minIntervalMs, cancellableStates } =
    provider;
  const fault = (error: unknown): Message =>
    message('The provider {0} failed: {1}', label, toError(error).message.slice(0, longestFault));
  const request = (make: () => HttpRequest): HttpRequest => {
    try {
      return v.parse(requestSchema, make());
    } catch (error) {
      throw new RequestError({ kind: 'rejected', explanation: fault(error) }, { cause: error });
    }
  };
  const members: AllMembers = {
    ...{ id, label, icon, documentation, credentials, rateLimit, parsesFailures, sessionLifetimeMs },
    ...{ credentialHeader, editorAccount, minIntervalMs, cancellableStates, definition: undefined },
    fields: fields.map((field) => validatedField(field, fault)),
    request: (connection, task, context) => request(() => provider.request(connection, task, context)),
    parse: (response, task) => checkTaskResult(() => provider.parse(response, task), { response, fault }),
    list: list && {
      pageSize: list.pageSize,
      request: (connection, page, context) => request(() => list.request(connection, page, context)),
      parse: (response, page) => checkPageResult(() => list.parse(response, page), { response, fault }),
    },
    oauthClient:
      provider.oauthClient && ((connection) => oauthClientOf(() => provider.oauthClient?.(connection), fault)),
    cancel: cancel && ((connection, task) => request(() => cancel(connection, task))),
    recognize: provider.recognize && ((text) => recognizedOf(attempt(() => provider.recognize?.(text)))),
    rateLimitKey: provider.rateLimitKey && ((connection) => rateLimitKeyOf(provider, connection)),
    validateId: provider.validateId && ((task) => sentenceOrFault(() => provider.validateId?.(task), fault)),
    link: provider.link && ((connection, ref) => webAddress(attempt(() => provider.link?.(connection, ref)))),
    classifyCode:
      provider.classifyCode && ((code, status) => kindOf(attempt(() => provider.classifyCode?.(code, status)))),
    classifyFailure:
      provider.classifyFailure && ((failure) => classOf(attempt(() => provider.classifyFailure?.(failure)))),
    describeFailure:
      provider.describeFailure &&
      ((failure, request) => sentenceOf(attempt(() => provider.describeFailure?.(failure, request)))),
    isUnknownTask: provider.isUnknownTask && ((failure) => attempt(() => provider.isUnknownTask?.(failure)) === true),
  };
  return omitUndefined(members) as Provider;
}

/** All members of a provider, so that the compiler reports a missing one. */
type AllMembers = { readonly [Name in keyof Required<Provider>]: Provider[Name] | undefined };

function validatedField(field: ForeignField, fault: (error: unknown) => Message): ConnectionField {
  const { hint = '', required = false, isApplicable, isRequired, normalize } = field;
  return {
    ...field,
    ...{ hint, required },
    ...omitUndefined({
      isApplicable: isApplicable && ((connection: Connection) => attempt(() => isApplicable(connection)) !== false),
      isRequired: isRequired && ((connection: Connection) => attempt(() => isRequired(connection)) === true),
      normalize:
        normalize &&
        ((value: string) => {
          const normalized = attempt(() => normalize(value));
          return typeof normalized === 'string' ? normalized : value;
        }),
    }),
    validate: (value) => sentenceOrFault(() => field.validate?.(value), fault),
  };
}

const oauthClientSchema = v.object({
  tokenUrl: v.string(),
  scope: v.optional(v.string()),
  audience: v.optional(v.string()),
});

function oauthClientOf(run: () => unknown, fault: (error: unknown) => Message): OAuthClient {
  try {
    return omitUndefined(v.parse(oauthClientSchema, run()));
  } catch (error) {
    throw new RequestError({ kind: 'rejected', explanation: fault(error) }, { cause: error });
  }
}

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
  const parsed = v.safeParse(failureClassSchema, value);
  return parsed.success ? omitUndefined(parsed.output) : undefined;
}

function sentenceOf(value: unknown): Message | undefined {
  const parsed = v.safeParse(sentenceSchema, value);
  return parsed.success ? parsed.output : undefined;
}

function recognizedOf(value: unknown): RecognizedTask | undefined {
  const parsed = v.safeParse(recognizedSchema, value);
  return parsed.success ? omitUndefined(parsed.output) : undefined;
}

function sentenceOrFault(run: () => unknown, fault: (error: unknown) => Message): Message | undefined {
  try {
    const value = run();
    return typeof value === 'string' && value !== '' ? { text: value, args: [] } : sentenceOf(value);
  } catch (error) {
    return fault(error);
  }
}

/** A connection whose key is invalid has a rate limit of its own. */
function rateLimitKeyOf(provider: ForeignProvider, connection: Connection): string {
  const name = attempt(() => provider.rateLimitKey?.(connection));
  return typeof name === 'string' && name !== '' ? name : connection.id;
}
