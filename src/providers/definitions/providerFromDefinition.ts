import { omitUndefined } from '../../base/omitUndefined';
import type { Connection } from '../../connections/connection';
import { RequestError } from '../../http/failure';
import type { HttpRequest } from '../../http/request';
import type { Provider, RecognizedTask } from '../provider';
import { compileDefinition, type CompiledDefinition } from './compileDefinition';
import type { Mistake } from './mistake';
import { fillRequest, type RequestTemplate } from './requestTemplate';
import type { Values } from './template';
import { fillUrl, matchUrl, pathProblem, type UrlTemplate } from './urlTemplate';
import type { RateLimit } from '../../tasks/ports/rateLimits';

/** A provider, or why the definition makes none. */
export type DefinedProvider = { readonly provider: Provider } | { readonly mistakes: readonly Mistake[] };

/** Makes a provider of a definition of any shape and origin. Never throws. */
export function providerFromDefinition(value: unknown): DefinedProvider {
  const result = compileDefinition(value);
  return result.ok ? { provider: toProvider(result.compiled) } : { mistakes: result.mistakes };
}

function toProvider(compiled: CompiledDefinition): Provider {
  const {
    definition,
    fields,
    credentials,
    taskId,
    request,
    cancel,
    page,
    list,
    reading,
    credentialHeader,
    oauth,
    editorAccount,
  } = compiled;
  const { id, label = id, icon = 'cloud', documentation = '', interval, rateLimit } = definition;
  const fallbacks = Object.fromEntries(
    fields.flatMap(({ key, fallback }) => (fallback === undefined ? [] : [[key, fallback]])),
  );
  const valuesOf = (connection: Connection): Values => ({
    ...fallbacks,
    ...Object.fromEntries(fields.flatMap(({ key }) => (connection[key] ? [[key, connection[key]]] : []))),
  });
  const ofTask = (template: RequestTemplate, connection: Connection, task: string): HttpRequest => {
    const values = taskId.split(task);
    const explanation = values ? undefined : taskId.validate(task);
    if (!values) {
      throw new RequestError(omitUndefined({ kind: 'rejected', explanation }));
    }
    return {
      ...fillRequest(template, { ...valuesOf(connection), ...values }),
      ...acceptedStatuses(definition.statusCodes),
    };
  };
  const templates = [request.url, ...(page ? [page] : [])];
  const provider: { readonly [Key in keyof Provider]: Provider[Key] | undefined } = {
    id,
    label,
    icon,
    documentation,
    fields,
    credentials,
    credentialHeader,
    definition,
    oauthClient: oauth && ((connection) => ({ ...oauth, tokenUrl: fillUrl(oauth.tokenUrl, valuesOf(connection)) })),
    editorAccount,
    request: (connection, task) => ofTask(request, connection, task),
    parse: (response) => reading.task(response),
    // Some statuses are states.
    parsesFailures: true,
    list: list?.(valuesOf),
    cancel: cancel && ((connection, task) => ofTask(cancel, connection, task)),
    validateId: (task) => taskId.validate(task) ?? pathProblem(request.url, taskId.split(task) ?? {}),
    link: page && ((connection, ref) => linkTo(page, { ...valuesOf(connection), ...taskId.split(ref.id) })),
    recognize: (text) => recognize(text, templates, compiled),
    minIntervalMs: interval === undefined ? undefined : interval * 1_000,
    rateLimit: rateLimit && toRateLimit(rateLimit),
  };
  return omitUndefined(provider) as Provider;
}

/** Redirects that are states of a task come back as responses; none is followed. */
function acceptedStatuses(statusCodes: Readonly<Record<string, unknown>> = {}): Pick<HttpRequest, 'acceptedRedirects'> {
  const redirects = Object.keys(statusCodes)
    .map(Number)
    .filter((status) => status >= 300 && status < 400);
  return redirects.length === 0 ? {} : { acceptedRedirects: redirects };
}

function linkTo(page: UrlTemplate, values: Values): string | undefined {
  try {
    return fillUrl(page, values);
  } catch {
    // A field of the connection is empty.
    return undefined;
  }
}

/** So that no span of `seconds` has more than `requests`: a tenth at once, the rest evenly. */
function toRateLimit({ requests, seconds }: { readonly requests: number; readonly seconds: number }): RateLimit {
  const burst = Math.max(1, Math.floor(requests / 10));
  return { burst, intervalMs: (seconds * 1_000) / Math.max(1, requests - burst) };
}

const addresses = /https?:\/\/[^\s'"<>`|\\^]+/gi;
const longestText = 20_000;

/** Finds a task in a pasted address, a curl command, or any other text with its address. */
function recognize(
  text: string,
  templates: readonly UrlTemplate[],
  compiled: CompiledDefinition,
): RecognizedTask | undefined {
  for (const [address] of text.slice(0, longestText).matchAll(addresses)) {
    for (const template of templates) {
      const values = matchUrl(template, address);
      const task = values && toTask(values, compiled);
      if (task) {
        return task;
      }
    }
  }
  return undefined;
}

function toTask(values: Values, { taskId, fields }: CompiledDefinition): RecognizedTask | undefined {
  const id = taskId.join(values);
  if (!id || taskId.validate(id) !== undefined) {
    return undefined;
  }
  const found = fields.flatMap((field): [string, string][] => {
    const { key } = field;
    const value = values[key];
    return value && field.validate(value) === undefined ? [[key, value]] : [];
  });
  return { id, fields: Object.fromEntries(found) };
}
