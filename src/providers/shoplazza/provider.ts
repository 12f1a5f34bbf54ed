import { message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import type { RequestFailure } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';
import { encodePart, isWithinDomain, toAddress } from '../parsing/url';
import { unexpectedShape } from '../parsing/response';
import { endpointField } from '../connectionFields';
import type { Provider } from '../provider';
import { readText } from '../parsing/fields';
import { readShoplazzaResponse } from './response';
import { toShoplazzaSnapshot } from './snapshot';
import { isAskedId, validateTaskId } from '../parsing/taskId';

const domain = 'myshoplaza.com';
const usualVersion = '2022-01';

/** Shoplazza: uploads of files to a shop. */
export const shoplazza: Provider = {
  id: 'shoplazza',
  label: 'Shoplazza',
  icon: 'cloud-upload',
  documentation: 'https://www.shoplazza.dev/reference/get-upload-file-task',
  credentials: ['access-token'],
  // 40 at once and 2 a second for an app in a shop (API rate limits).
  rateLimit: { burst: 40, intervalMs: 500 },
  rateLimitKey: (connection) => URL.parse(toBase(connection))?.host ?? connection.id,
  fields: [
    {
      key: 'shop',
      label: 'Shop',
      hint: 'The part of your shop admin\u2019s address before .myshoplaza.com; you can paste the whole address.',
      required: true,
      replacedBy: 'endpoint',
      placeholder: 'my-shop',
      normalize: toSubdomain,
      validate: (value) =>
        /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)
          ? undefined
          : message('Enter the part of the shop\u2019s address before .{0}, such as my-shop.', domain),
    },
    {
      key: 'apiVersion',
      label: 'API version',
      hint: 'The version of the Shoplazza API that your app uses, as in the address after /openapi/.',
      required: false,
      placeholder: usualVersion,
      suggestions: [usualVersion, '2025-06', '2026-01', '2026-07'],
      fallback: usualVersion,
      validate: (value) =>
        /^\d{4}-\d{2}$/.test(value)
          ? undefined
          : message('An API version is a year and a month, such as {0}.', usualVersion),
    },
    endpointField({
      hint: 'Only where requests go through another host: the base URL that replaces the shop\u2019s.',
      placeholder: `https://my-shop.${domain}`,
    }),
  ],

  request(connection, id) {
    const path = ['openapi', connection.apiVersion ?? usualVersion, 'file', 'task', id];
    return { method: 'GET', url: toAddress(toBase(connection), path), headers: { accept: 'application/json' } };
  },

  parse(response, id) {
    const json = readShoplazzaResponse(response);
    if (!json.ok) {
      return json;
    }
    return isAskedId(readText(json.task, 'task_id'), id)
      ? { ok: true, snapshot: toShoplazzaSnapshot(json.task, json.body) }
      : { ok: false, failure: unexpectedShape(response, 'the task that was asked for', json.task) };
  },

  validateId: validateTaskId,
  classifyFailure: classifyShoplazzaFailure,

  describeFailure: (failure) =>
    failure.scope === 'connection' && failure.kind === 'rejected'
      ? message(
          'Shoplazza did not accept the request ({0}). Check the shop and the access token of the connection.',
          quoteFailure(failure),
        )
      : undefined,

  link(connection) {
    const site = toBase(connection);
    return isWithinDomain(site, domain) ? `${new URL(site).origin}/admin/` : undefined;
  },
};

/**
 * The document names a wrong domain, wrong credentials and a wrong task id as reasons of status 400: what does not speak
 * of the task is the connection's.
 */
function classifyShoplazzaFailure({
  kind,
  status,
  detail = '',
}: RequestFailure): Pick<RequestFailure, 'kind' | 'scope'> | undefined {
  if (status !== 400 || kind !== 'rejected' || /\btask|\bid\b|backend status/i.test(detail)) {
    return undefined;
  }
  return { kind: /\bdomain\b/i.test(detail) ? 'address' : 'rejected', scope: 'connection' };
}

function toBase({ endpoint, shop }: Connection): string {
  return endpoint ?? `https://${encodePart(toSubdomain(shop ?? ''))}.${domain}`;
}

/** The subdomain in a shop's address, whether it was given alone, as a host or as the address of some page. */
function toSubdomain(value: string): string {
  const host = value
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/s, '');
  return host.endsWith(`.${domain}`) ? host.slice(0, -domain.length - 1) : host;
}
