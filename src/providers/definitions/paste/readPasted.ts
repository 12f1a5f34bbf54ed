import { isJsonObject, parseJson } from '../../../base/json';
import { message, type Message } from '../../../base/message';
import { omitUndefined } from '../../../base/omitUndefined';
import { isLoopback } from '../../../http/address';
import type { HttpRequest } from '../../../http/request';
import { isForbiddenHeader } from '../requestTemplate';
import type { SentBody, SentRequest } from '../guess/sentRequest';
import type { ParsedCommand, PastedCommand } from './command';
import { parseCurl } from './curlCommand';
import { isFetchCall, parseFetchCall } from './fetchCall';
import { isHttpMessage, parseHttpMessage } from './httpMessage';
import { basicSecret, headerSecret, noSecret, secretTexts, userKeySecret, type PastedSecret } from './pastedSecret';
import { isPowerShell, parsePowerShell } from './powerShell';
import { isSecretName, isTokenLike } from './secretForms';

/** A pasted request, with its secrets apart. */
export interface PastedRequest {
  readonly kind: 'request';
  /** What a definition can be made of. It holds none of {@link secrets}. */
  readonly sent: SentRequest;
  /** The request as it was pasted, but for the header that signs in: to be sent once. */
  readonly whole: HttpRequest;
  readonly secret: PastedSecret;
  /** Whether how to sign in is not known, since an address alone says nothing of it. */
  readonly isAddress: boolean;
  /** Names of what was left out because it looks like a secret. */
  readonly leftOut: readonly string[];
  readonly secrets: readonly string[];
  /** As it stands in the command. */
  readonly caFile?: string;
}

/** What a person pasted. */
export type Pasted =
  | PastedRequest
  | { readonly kind: 'response'; readonly body: string }
  | { readonly kind: 'problem'; readonly problem: Message };

/** The problem of a text that is nothing of all that, and of an empty one. */
export const unreadable = message('Paste a curl command, the address of a task, or a JSON response about a task.');

/** Longer texts are no request and no response of a task. */
const longest = 1024 * 1024;

/** Headers that a browser or a client adds, and that say nothing about the API. */
const usual =
  /^(user-agent|accept-language|accept-encoding|accept-charset|referer|origin|sec-.*|priority|dnt|cache-control|pragma|if-.*|traceparent|tracestate|x-request-id|x-requested-with|idempotency-key|upgrade-insecure-requests|expect|authority|method|path|scheme|content-type|content-encoding|via|x-forwarded-.*)$/;

/** The forms of a command, and how each is parsed. */
const commands: readonly {
  readonly is: (text: string) => boolean;
  readonly parse: (text: string) => ParsedCommand;
  readonly isAddress?: true;
}[] = [
  { is: (text) => /^curl(\.exe)?(\s|$)/i.test(text), parse: parseCurl },
  { is: isPowerShell, parse: parsePowerShell },
  { is: isFetchCall, parse: parseFetchCall },
  // As an address, it may be without what signs in.
  { is: isHttpMessage, parse: parseHttpMessage, isAddress: true },
];

/** What may stand before a command: a prompt, comments, and lines that set variables. */
const beforeCommand =
  /^(?:(?:[ \t]*(?:#.*|(?:export\s+|set\s+)?\w+=.*|cd\s.*)?\r?\n)*[ \t]*(?:[$>%][ \t]+)?)(?=curl\b)/i;

/**
 * Reads a pasted text: a curl command, one of PowerShell's, a call of `fetch`, a request as HTTP writes it, an address, or a
 * response. Never throws.
 */
export function readPasted(text: string): Pasted {
  const trimmed = text.trim().replace(beforeCommand, '');
  if (trimmed.length > longest) {
    return { kind: 'problem', problem: message('This text is too long.') };
  }
  const form = commands.find(({ is }) => is(trimmed));
  if (form) {
    const parsed = form.parse(trimmed);
    return parsed.ok
      ? toRequest(parsed.command, form.isAddress === true)
      : { kind: 'problem', problem: parsed.problem };
  }
  if (/^https?:\/\/\S+$/i.test(trimmed)) {
    return toRequest({ method: 'GET', url: trimmed, headers: [], variables: [] }, true);
  }
  if (isContainer(tryJson(trimmed))) {
    return { kind: 'response', body: trimmed };
  }
  return {
    kind: 'problem',
    problem: unreadable,
  };
}

function toRequest(command: PastedCommand, isAddress: boolean): Pasted {
  const url = URL.parse(command.url);
  const problem = findProblem(command, url);
  if (!url || problem) {
    return { kind: 'problem', problem: problem ?? message('This is not a valid address.') };
  }
  const { headers, secret, leftOut: leftHeaders, values } = splitHeaders(command, url);
  const method = toMethod(command.method);
  const type = command.headers.find(([name]) => name === 'content-type')?.[1];
  const body = command.body === undefined ? undefined : toBody(command.body, type);
  if (!method || body === 'unknown') {
    return {
      kind: 'problem',
      problem: method
        ? message('Only JSON and forms can be sent as the body of a request.')
        : message('A request with the method {0} cannot be sent.', command.method),
    };
  }
  const query = splitQuery(url);
  const address = `${url.origin}${url.pathname}${query.text}`;
  const cleaned = body && withoutSecrets(body);
  const leftOut = [
    ...leftHeaders,
    ...(command.hasCookies ? ['cookie'] : []),
    ...query.leftOut,
    ...(cleaned?.leftOut ?? []),
  ];
  return {
    kind: 'request',
    sent: { method, url: address, headers, ...(cleaned ? { body: cleaned.body } : {}) },
    whole: {
      method,
      url: address,
      headers: {
        ...headers,
        ...(body
          ? { 'content-type': body.kind === 'json' ? 'application/json' : 'application/x-www-form-urlencoded' }
          : {}),
      },
      ...omitUndefined({ body: command.body }),
      // Some services lead to the started job so.
      acceptedRedirects: [303],
    },
    secret,
    // What signed in may have been left out of the address.
    isAddress: secret === noSecret && (isAddress || query.leftOut.length > 0),
    leftOut: [...new Set(leftOut)],
    secrets: [
      ...values,
      ...query.values,
      ...(cleaned?.values ?? []),
      ...(secret.credentials ? secretTexts(secret.credentials) : []),
    ],
    ...omitUndefined({ caFile: command.caFile }),
  };
}

function findProblem({ url: text }: PastedCommand, url: URL | null): Message | undefined {
  if (!url || url.host === '') {
    return message('This is not a valid address.');
  }
  if (/\$\{?\w|\$\(|[<>]|\{\w*\}|\/:[a-z_]\w*(?=[/?]|$)|[/=](YOUR_\w+|[A-Z]+(_[A-Z]+)*_ID)(?=[/?&:]|$)/.test(text)) {
    return message('The address has a placeholder. Paste it with the ID of a real task.');
  }
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe ? undefined : message('Addresses with http:// are for this machine only. Use https://.');
}

function toMethod(text: string): HttpRequest['method'] | undefined {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  return methods.find((method) => method === text);
}

interface SplitHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: PastedSecret;
  readonly leftOut: readonly string[];
  readonly values: readonly string[];
}

/** Parts the header that signs in from those that a definition may have. */
function splitHeaders({ headers, user, variables }: PastedCommand, url: URL): SplitHeaders {
  const kept: Record<string, string> = {};
  const secrets: (readonly [name: string, secret: PastedSecret])[] = [];
  const leftOut: string[] = [];
  const values: string[] = [];
  const account = user ?? (url.username === '' ? undefined : `${decode(url.username)}:${decode(url.password)}`);
  if (account !== undefined) {
    const [, name = account, password = ''] = /^([^:]*):([^]*)$/.exec(account) ?? [];
    const isKey = password === '' && account.endsWith(':');
    secrets.push(['authorization', isKey ? userKeySecret(name) : basicSecret(name, password)]);
    values.push(isKey ? name : password);
  }
  for (const [name, value] of headers) {
    const holdsVariable = variables.some((variable) => new RegExp(`\\$(env:|\\{)?${variable}\\b`).test(value));
    if (name === 'cookie') {
      leftOut.push(name);
      values.push(value, ...value.split(/;\s*/).map((pair) => pair.replace(/^[^=]*=/, '')));
    } else if (name === 'accept') {
      if (!/^(application\/json\b.*|\*\/\*)$/.test(value)) {
        kept[name] = value;
      }
    } else if (isSecretName(name) || isTokenLike(value, name) || (holdsVariable && !usual.test(name))) {
      secrets.push([name, headerSecret(name, value)]);
      values.push(value);
    } else if (!usual.test(name) && !isForbiddenHeader(name) && /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) {
      kept[name] = value;
    }
  }
  const chosen = secrets.find(([name]) => name === 'authorization') ?? secrets[0];
  return {
    headers: kept,
    secret: chosen?.[1] ?? noSecret,
    leftOut: [...leftOut, ...secrets.filter((each) => each !== chosen).map(([name]) => name)],
    values,
  };
}

function splitQuery(url: URL): {
  readonly text: string;
  readonly leftOut: readonly string[];
  readonly values: readonly string[];
} {
  const pairs = url.search.slice(1).split('&').filter(Boolean);
  const parts = pairs.map((pair) => {
    const [name = '', ...rest] = pair.split('=').map((part) => decode(part));
    const value = rest.join('=');
    return {
      pair,
      name,
      value,
      isSecret: isSecretName(name) || /^x-amz-|^x-goog-(sig|cred)/i.test(name) || isTokenLike(value, name),
    };
  });
  const kept = parts.filter(({ isSecret }) => !isSecret).map(({ pair }) => pair);
  const secret = parts.filter(({ isSecret }) => isSecret);
  return {
    text: kept.length === 0 ? '' : `?${kept.join('&')}`,
    leftOut: secret.map(({ name }) => name),
    values: secret.map(({ value }) => value),
  };
}

function toBody(text: string, type = ''): SentBody | 'unknown' {
  const json = tryJson(text);
  if (isContainer(json)) {
    return { kind: 'json', json };
  }
  const isForm = /^[^\s=&]+=[^&]*(&[^\s=&]+=[^&]*)*$/.test(text) && !/json|xml|text/i.test(type);
  return isForm ? { kind: 'form', form: Object.fromEntries(new URLSearchParams(text)) } : 'unknown';
}

/** A body without members that look like secrets. */
function withoutSecrets(body: SentBody): {
  readonly body: SentBody;
  readonly leftOut: readonly string[];
  readonly values: readonly string[];
} {
  const leftOut: string[] = [];
  const values: string[] = [];
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(clean);
    }
    if (!isJsonObject(value)) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, each]) => {
        const isSecret = typeof each === 'string' && (isSecretName(key) || isTokenLike(each, key));
        if (isSecret) {
          leftOut.push(key);
          values.push(each);
          return [];
        }
        return [[key, clean(each)]];
      }),
    );
  };
  const cleaned: SentBody =
    body.kind === 'json'
      ? { kind: 'json', json: clean(body.json) as object }
      : { kind: 'form', form: clean(body.form) as Readonly<Record<string, string>> };
  return { body: cleaned, leftOut, values };
}

function tryJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
