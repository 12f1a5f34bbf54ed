import { message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import { encodePart, isWithinDomain, toAddress } from '../parsing/url';
import { endpointField } from '../connectionFields';
import type { Provider } from '../provider';
import { classifyShoplazzaFailure, describeShoplazzaFailure } from './failures';
import { readShoplazzaResponse } from './response';
import { toShoplazzaSnapshot } from './snapshot';
import { taskIdLike } from '../parsing/taskId';

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
    const found = readShoplazzaResponse(response, id);
    return found.ok ? { ok: true, snapshot: toShoplazzaSnapshot(found.task, found.body) } : found;
  },

  validateId: taskIdLike('Shoplazza', '300b5e33-3ac5-41c5-9819-7e2e8aad6a98'),
  classifyFailure: classifyShoplazzaFailure,
  describeFailure: describeShoplazzaFailure,

  link(connection) {
    const site = toBase(connection);
    return isWithinDomain(site, domain) ? `${new URL(site).origin}/admin/` : undefined;
  },
};

function toBase({ endpoint, shop }: Connection): string {
  return endpoint ?? `https://${encodePart(toSubdomain(shop ?? ''))}.${domain}`;
}

/** The subdomain of a shop, given alone, as a host or as the address of any page. */
function toSubdomain(value: string): string {
  const host = value
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/s, '');
  return host.endsWith(`.${domain}`) ? host.slice(0, -domain.length - 1) : host;
}
