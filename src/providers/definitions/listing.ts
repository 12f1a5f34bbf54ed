import { message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { RequestError } from '../../http/failure';
import type { HttpResponse } from '../../http/request';
import type { ListedTask, PageResult, TaskLister } from '../provider';
import type { Checker } from './checker';
import type { ProviderDefinition } from './definition';
import type { TaskReading } from './reading/taskReading';
import { toStateWord } from './reading/values';
import { fillRequest, openPlaceholders, type RequestTemplate } from './requestTemplate';
import type { Values } from './template';

type ListDefinition = NonNullable<ProviderDefinition['list']>;

/** Where the next page begins, in one of four ways. */
interface Paging {
  readonly next: (page: PageContext) => string | undefined;
  /** Whether a page is the address of a request rather than a value in one. */
  readonly isAddress: (page: string) => boolean;
}

interface PageContext {
  readonly response: HttpResponse;
  readonly body: unknown;
  /** The requested page; absent for the first. */
  readonly page: string | undefined;
  readonly count: number;
}

/** A longer address or token of a page (characters) is not used. */
const longestPage = 16 * 1024;

/** The number of tasks on a page where a definition does not say it. */
const usualPageSize = 50;

/** Makes the lister of a definition. @param valuesOf the values that a connection gives to placeholders */
export function compileListing(
  list: ListDefinition,
  template: RequestTemplate,
  reading: TaskReading,
  checker: Checker,
): (valuesOf: ValuesOf) => TaskLister {
  const tasks = checker.expression(list.tasks, ['list', 'tasks']);
  const paging = compilePaging(list, template, checker);
  const pageSize = list.pageSize ?? usualPageSize;
  return (valuesOf) => ({
    pageSize,
    request(connection, page) {
      const first = fillRequest(template, valuesOf(connection));
      if (page === undefined) {
        return first;
      }
      return paging.isAddress(page)
        ? { ...first, url: sameOrigin(page, first.url) }
        : fillRequest(template, { ...valuesOf(connection), page });
    },
    parse: (response, page) => readPage({ response, page, rowsOf: (body) => tasks.find(body), reading, paging }),
  });
}

/** The values that a connection gives to the placeholders of a definition. */
export type ValuesOf = (connection: Parameters<TaskLister['request']>[0]) => Values;

function readPage({
  response,
  page,
  rowsOf,
  reading,
  paging,
}: {
  readonly response: HttpResponse;
  readonly page: string | undefined;
  readonly rowsOf: (body: unknown) => unknown;
  readonly reading: TaskReading;
  readonly paging: Paging;
}): PageResult {
  const json = reading.body(response);
  if (!json.ok) {
    return json;
  }
  const found = rowsOf(json.value);
  if (!Array.isArray(found)) {
    return { ok: false, failure: reading.nothingFound(response, json.value, 'list.tasks') };
  }
  const rows = found as readonly unknown[];
  const tasks = rows.flatMap((row): ListedTask[] => {
    const read = reading.row(row, response);
    const { id, name, snapshot } = read ?? {};
    return id === undefined || !snapshot ? [] : [omitUndefined({ id, name, snapshot })];
  });
  const next = rows.length === 0 ? undefined : paging.next({ response, body: json.value, page, count: rows.length });
  return {
    ok: true,
    tasks,
    ...omitUndefined({ next: next === page ? undefined : next, retryAfterMs: reading.retryAfterMs(null, response) }),
  };
}

function compilePaging(list: ListDefinition, template: RequestTemplate, checker: Checker): Paging {
  const { next, pageSize } = list;
  const isFull = (count: number): boolean => pageSize === undefined || count >= pageSize;
  const counted = (step: (page: PageContext) => number): Paging => ({
    next: (page) => (isFull(page.count) ? String(step(page)) : undefined),
    isAddress: () => false,
  });
  const usesPage = openPlaceholders(template).includes('page') || (template.body?.names.includes('page') ?? false);
  if ((next === 'page' || next === 'offset') && !usesPage) {
    checker.fail(
      ['list', 'request'],
      message('Add {0} to the address of this request, where the page begins.', '{page}'),
    );
  }
  switch (next) {
    case undefined:
      return { next: () => undefined, isAddress: () => false };
    case 'page':
      return counted(({ page }) => toCount(page, 1) + 1);
    case 'offset':
      return counted(({ page, count }) => toCount(page, 0) + count);
    case 'link':
      return { next: ({ response }) => nextLink(response.headers['link'] ?? ''), isAddress: () => true };
    default: {
      const expression = checker.expression(next, ['list', 'next']);
      return {
        next: ({ body }) => {
          const found = expression.find(body);
          const page = typeof found === 'boolean' ? undefined : toStateWord(found, longestPage + 1);
          // Half of a token is another token.
          return page !== undefined && page.length <= longestPage ? page : undefined;
        },
        isAddress: (page) => !usesPage || /^https?:\/\//i.test(page),
      };
    }
  }
}

function toCount(page: string | undefined, first: number): number {
  return page !== undefined && /^\d{1,15}$/.test(page) ? Number(page) : first;
}

/** The address of the next page in a `Link` header (RFC 8288). */
function nextLink(header: string): string | undefined {
  for (const [, address, parameters = ''] of header.slice(0, 10_000).matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*("[^"]*\bnext\b[^"]*"|next\b)/i.test(parameters)) {
      return address;
    }
  }
  return undefined;
}

/**
 * The address of the next page, which a service states itself.
 * @throws RequestError `address` when it leads to another origin than the first page
 */
function sameOrigin(page: string, first: string): string {
  const url = URL.parse(page, first);
  if (!url || url.origin !== URL.parse(first)?.origin || url.username !== '' || url.password !== '') {
    const explanation = message('The next page of the list is at another host, which is not asked.');
    throw new RequestError({ kind: 'address', explanation });
  }
  return url.href;
}
