import { parseJson } from '../base/json';
import type { HttpResponse } from './request';

/**
 * A response's body, by what it can prove.
 *
 * - `json`: an object or a list, as only the API itself sends
 * - `page`: HTML, from a proxy, a gateway, a login or the wrong host
 * - `text`: anything else that is not empty
 */
export type ResponseBody =
  | { readonly form: 'json'; readonly value: unknown }
  | { readonly form: 'page' | 'text' | 'empty'; readonly words: string };

/** Whether a body is so large that reading it must yield to the event loop between two steps. */
export function isLarge(body: string): boolean {
  return body.length > 256 * 1024;
}

/** The name of a body's form. */
export type BodyForm = ResponseBody['form'];

/** Reads a body; `words` of a page is its title. Integers past 2^53 become text. */
export function readBody({ headers, body }: Pick<HttpResponse, 'headers' | 'body'>): ResponseBody {
  const value = tryParse(body);
  if (typeof value === 'object' && value !== null) {
    return { form: 'json', value };
  }
  if (value === undefined && isHtml({ headers, body })) {
    return { form: 'page', words: titleOf(body) };
  }
  const words = typeof value === 'string' ? value : value === null ? '' : body;
  return { form: words.trim() === '' ? 'empty' : 'text', words };
}

const examinedLength = 10_000;
// Comments and declarations may stand before the first tag, and an error page may begin with any of these.
const htmlStart =
  /^(?:\s|<!--[^]*?-->|<\?[^]*?\?>|<!doctype (?!html)[^>]*>)*<(!doctype html|html|head|body|title|meta|link|style|script|center|div|p|h[1-6])\b/i;

/** Whether a body that is not JSON is a web page, by its content type or its first tag. */
export function isHtml({ headers, body }: Pick<HttpResponse, 'headers' | 'body'>): boolean {
  const isDeclared = /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(headers['content-type'] ?? '');
  return (isDeclared && body.trim() !== '') || htmlStart.test(body.slice(0, examinedLength));
}

/** The title of a web page, which names the error in pages of proxies and gateways. */
export function titleOf(html: string): string {
  return /<title[^>]*>([^<]*)/i.exec(html.slice(0, examinedLength))?.[1] ?? '';
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
