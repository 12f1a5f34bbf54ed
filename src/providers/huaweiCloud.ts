import { iamEndpoint } from '../auth/huawei/iamEndpoint';
import { message } from '../base/message';
import type { Connection } from '../connections/connection';
import { validateBaseUrl } from './connectionFields';
import type { ConnectionField } from './provider';
import { encodePart, isWithinDomain } from './parsing/url';

/**
 * The field for the region in the name of a Huawei Cloud host.
 * @param suggestions the regions in the documents of the service
 */
export function regionField(suggestions: readonly string[]): ConnectionField {
  return {
    key: 'region',
    label: 'Region',
    hint: 'The region where the task was created. The console shows it at the top left.',
    required: true,
    replacedBy: 'endpoint',
    placeholder: 'cn-north-4',
    suggestions,
    normalize: (value) => value.trim().toLowerCase(),
    validate: (value) =>
      /^[a-z0-9]+(-[a-z0-9]+)*$/i.test(value)
        ? undefined
        : message('A region looks like cn-north-4: letters, digits and hyphens.'),
  };
}

/** The field for the Huawei Cloud project that owns the task. */
export const projectIdField: ConnectionField = {
  key: 'projectId',
  label: 'Project ID',
  hint: 'In the console: My Credentials > API Credentials.',
  whenEmpty: 'Leave empty to detect it from the region.',
  required: false,
  isRequired: (connection) => iamEndpoint(connection) === undefined || !connection.region,
  placeholder: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  validate: (value) =>
    /^[A-Za-z0-9_-]+$/.test(value)
      ? undefined
      : message('A project ID has letters and digits only, such as 0a1b2c3d4e5f60718293a4b5c6d7e8f9.'),
};

/** The field for the identity service (which issues tokens for passwords) where its address does not follow from a region. */
export const iamEndpointField: ConnectionField = {
  key: 'iamEndpoint',
  label: 'IAM endpoint',
  hint: 'Base URL of the identity service (Keystone v3) of your user.',
  required: false,
  isApplicable: (connection) => needsIamEndpoint(connection),
  isRequired: (connection) => needsIamEndpoint(connection),
  placeholder: 'https://iam.cn-north-4.myhuaweicloud.com',
  validate: validateBaseUrl,
};

/**
 * The base URL of a Huawei Cloud service: the connection's endpoint, else the region's host.
 * @param service the service's name in its hosts
 */
export function toServiceBase({ endpoint, region = '' }: Connection, service: string): string {
  return endpoint ?? `https://${service}.${encodePart(region)}.myhuaweicloud.com`;
}

/**
 * The home page of a Huawei Cloud service in the console, which has no addresses for single tasks.
 * @param service the service's name in the console's addresses
 * @returns undefined when the connection leads to another cloud, which has another console
 */
export function toConsoleLink(connection: Connection, service: string): string | undefined {
  const isHuaweiCloud = !connection.endpoint || isWithinDomain(connection.endpoint, 'myhuaweicloud.com');
  return isHuaweiCloud ? `https://console.huaweicloud.com/${service}` : undefined;
}

function needsIamEndpoint({ iamEndpoint: _named, ...connection }: Connection): boolean {
  return connection.credentials === 'iam-password' && iamEndpoint(connection) === undefined;
}
