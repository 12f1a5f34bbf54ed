import { l10n } from 'vscode';
import type { CredentialKind } from '../../auth/credentials';
import { isJsonObject, parseJson } from '../../base/json';
import type { Exchange } from '../../client/exchange';
import { failureMessage } from '../../http/failureMessage';
import type { HttpRequest } from '../../http/request';
import type { Provider } from '../../providers/provider';
import type { ExplainedKey, Explanation } from '../../providers/definitions/explain';
import { localize } from '../shell/localize';
import { documentText } from './documentText';
import { meaningText, usualMeaning, valueText } from './guessText';
import { plainText } from './plainText';

/** A line of the document that leads somewhere. */
export interface MarkedLine {
  readonly line: number;
  /** The place in the definition that the line is about. */
  readonly path: readonly (string | number)[];
}

/** The text of a provider's test. */
export interface ProviderTestText {
  readonly text: string;
  readonly marked: readonly MarkedLine[];
}

/** Headers of a response that decide how it is read. */
const telling =
  /^(content-type|retry-after|location|operation-location|azure-asyncoperation|date|link|x-request-id|x-ratelimit-.*|ratelimit.*)$/;
const longestBody = 20_000;
const longestList = 10;
const dots = '•••';

/**
 * The document of a provider's test: request, response, and what each expression of the definition finds. It holds no secret:
 * the request is not authenticated, and secrets in the response are masked already.
 */
export function providerTestText(
  { request, response, result }: Exchange,
  explanation: Explanation | undefined,
  { label, credentialHeader }: Provider,
  kind: CredentialKind,
): ProviderTestText {
  const lines: string[] = [];
  const marked: MarkedLine[] = [];
  const add = (...texts: readonly string[]): void => {
    lines.push(...texts.flatMap((text) => text.split('\n')).map(plainText));
  };
  add(l10n.t('Test of {0}', label), '');
  if (!result.ok) {
    add(localize(failureMessage(result.failure)), '');
  }
  if (explanation) {
    add(l10n.t('WHAT IS READ'), '');
    const { usualReason } = explanation;
    const rows = explanation.keys.map((key) => toRow(key, explanation));
    if (usualReason) {
      rows.push(toRow(usualReason, explanation, usualMeaning(usualReason, explanation.result)));
    }
    const widths = [0, 1, 2].map((column) =>
      Math.min(60, Math.max(0, ...rows.map((row) => (row[column] ?? '').length))),
    );
    for (const [index, row] of rows.entries()) {
      marked.push({ line: lines.length, path: explanation.keys[index]?.path ?? [] });
      add(
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      );
    }
    add('');
  }
  if (request) {
    add(l10n.t('REQUEST'), '', `${request.method} ${request.url}`, ...requestHeaders(request, kind, credentialHeader));
    add(...(request.body === undefined ? [] : ['', pretty(request.body)]), '');
  }
  if (response) {
    add(l10n.t('RESPONSE'), '', String(response.status));
    add(
      ...Object.entries(response.headers).flatMap(([name, value]) => (telling.test(name) ? [`${name}: ${value}`] : [])),
    );
    add('', pretty(response.body));
  }
  return { text: `${lines.join('\n')}\n`, marked };
}

/** Key, expression, what it finds, and what that means. */
function toRow({ path, expression, found }: ExplainedKey, { result }: Explanation, usual?: string): readonly string[] {
  const value = found === undefined ? l10n.t('found nothing') : valueText(found);
  const last = path.at(-1);
  // A count is a part of what is read.
  const isWhole = path.length === 1 || last === 'ratio' || last === 'percent' || last === 'message' || last === 'from';
  const meaning = usual ?? (result && isWhole ? meaningText(String(path[0]), result) : undefined);
  return [path.join('.'), expression, value, ...(meaning === undefined ? [] : [`→ ${meaning}`])];
}

function requestHeaders(
  { headers }: HttpRequest,
  kind: CredentialKind,
  credentialHeader: Provider['credentialHeader'],
): readonly string[] {
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...named, ...signInHeader(kind, credentialHeader)];
}

function signInHeader(kind: CredentialKind, header: Provider['credentialHeader']): readonly string[] {
  switch (kind) {
    case 'none':
      return [];
    case 'bearer':
      return [`authorization: Bearer ${dots}`];
    case 'basic':
      return [`authorization: Basic ${dots}`];
    case 'header':
      return [`${header?.name.toLowerCase() ?? dots}: ${header?.prefix ?? ''}${dots}`];
    case 'iam-token':
    case 'iam-password':
      return [`x-auth-token: ${dots}`];
    case 'access-token':
      return [`access-token: ${dots}`];
    default:
      return [`authorization: ${dots}`];
  }
}

/** A body as far as it can be read at once: long lists and texts are cut off. */
function pretty(body: string): string {
  if (body.trim() === '') {
    return l10n.t('(no body)');
  }
  try {
    return cut(documentText(shortened(parseJson(body), 0)).trimEnd());
  } catch {
    return cut(body);
  }
}

function cut(text: string): string {
  return text.length > longestBody ? `${text.slice(0, longestBody)}\n…` : text;
}

function shortened(value: unknown, level: number): unknown {
  if (level > 50) {
    return '…';
  }
  if (Array.isArray(value)) {
    const shown = value.slice(0, longestList).map((each) => shortened(each, level + 1));
    const more = value.length - shown.length;
    return more > 0 ? [...shown, l10n.t('… {0} more', more)] : shown;
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each, level + 1)]))
    : value;
}
