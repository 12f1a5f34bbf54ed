import { message } from '../../base/message';
import { isHeaderValue } from '../../auth/headerValue';
import { RequestError } from '../../http/failure';
import type { HttpRequest } from '../../http/request';
import { formBody, jsonBody, type BodyTemplate } from './bodyTemplate';
import type { Checker, Path } from './checker';
import type { RequestDefinition } from './definition';
import { fillTemplate, parseTemplate, placeholdersOf, type TemplatePart, type Values } from './template';
import { fillUrl, parseUrlTemplate, urlPlaceholders, type UrlTemplate } from './urlTemplate';

/** A request with placeholders in it. */
export interface RequestTemplate {
  readonly method: HttpRequest['method'];
  readonly url: UrlTemplate;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: readonly TemplatePart[]])[];
  readonly body?: BodyTemplate;
}

/** Headers that HTTP or the credentials set: a definition that set them could send a secret, or break the request. */
const forbiddenHeaders =
  /^(authorization|proxy-authorization|cookie|host|content-length|connection|transfer-encoding|upgrade|te|trailer|keep-alive)$/;

/** Whether a header belongs to the connection, or to credentials, so that a definition must not set it. */
export function isForbiddenHeader(name: string): boolean {
  return forbiddenHeaders.test(name.trim().toLowerCase());
}

/**
 * Compiles a request without its body, whose placeholders depend on those of all addresses.
 * @param usual the method of a request with a body, and of one without
 * @returns undefined after a mistake in its address
 */
export function compileRequest(
  defined: RequestDefinition,
  usual: { readonly withBody: HttpRequest['method']; readonly plain: HttpRequest['method'] },
  checker: Checker,
  path: Path,
): RequestTemplate | undefined {
  const whole = typeof defined === 'string' ? { url: defined } : defined;
  const { method, url, headers = {}, body, form } = whole;
  if (body !== undefined && form !== undefined) {
    checker.fail([...path, 'form'], message('A request has a JSON body or a form, not both. Remove one of them.'));
  }
  const hasBody = body !== undefined || form !== undefined;
  if (hasBody && method === 'GET') {
    checker.fail(
      [...path, 'method'],
      message('A request with the method {0} has no body. Remove the body, or change the method to POST.', method),
    );
  }
  const parsed = parseUrlTemplate(url);
  if (!parsed.ok) {
    checker.fail(typeof defined === 'string' ? path : [...path, 'url'], parsed.problem);
    return undefined;
  }
  return {
    method: method ?? (hasBody ? usual.withBody : usual.plain),
    url: parsed.template,
    headers: compileHeaders(headers, checker, [...path, 'headers']),
  };
}

function compileHeaders(
  headers: Readonly<Record<string, string>>,
  checker: Checker,
  path: Path,
): RequestTemplate['headers'] {
  return Object.entries(headers).map(([name, value]) => {
    if (!/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) {
      checker.fail([...path, name], message('This is not the name of a header. Use letters, digits and hyphens.'));
    } else if (isForbiddenHeader(name)) {
      checker.fail(
        [...path, name],
        message(
          'A definition cannot set the header {0}. Remove it; secrets belong in the credentials of the connection.',
          name,
        ),
      );
    } else if (!isHeaderValue(value)) {
      checker.fail([...path, name], message('The value holds a character that a header cannot carry.'));
    }
    return [name.toLowerCase(), parseTemplate(value)];
  });
}

/** Adds the body. @param isKnown whether there is a placeholder of this name */
export function withBody(
  template: RequestTemplate,
  defined: RequestDefinition,
  isKnown: (name: string) => boolean,
): RequestTemplate {
  if (typeof defined === 'string') {
    return template;
  }
  if (defined.body !== undefined) {
    return { ...template, body: jsonBody(defined.body, isKnown) };
  }
  return defined.form === undefined ? template : { ...template, body: formBody(defined.form, isKnown) };
}

/** The names of the placeholders in a request's address and headers, in their order. */
export function openPlaceholders({ url, headers }: RequestTemplate): readonly string[] {
  const { host, path, query } = urlPlaceholders(url);
  const inHeaders = headers.flatMap(([, value]) => placeholdersOf(value));
  return [...host, ...path, ...query, ...inHeaders].map(({ name }) => name);
}

/**
 * Fills a request. A header whose placeholder has no value is left out.
 * @throws RequestError `address` when a value is missing or cannot stand in its place
 */
export function fillRequest({ method, url, headers, body }: RequestTemplate, values: Values): HttpRequest {
  const filled = headers.flatMap(([name, parts]) => {
    const value = fillTemplate(parts, values);
    return value === undefined ? [] : [[name, checkedHeader(value)] as const];
  });
  return {
    method,
    url: fillUrl(url, values),
    headers: {
      accept: 'application/json',
      ...(body && { 'content-type': body.contentType }),
      ...Object.fromEntries(filled),
    },
    ...(body && { body: body.fill(values) }),
  };
}

function checkedHeader(value: string): string {
  if (!isHeaderValue(value)) {
    const explanation = message('The value holds a character that a header cannot carry.');
    throw new RequestError({ kind: 'address', explanation });
  }
  return value;
}
