import { iamEndpoint } from '../../auth/huawei/iamEndpoint';
import type { CredentialKind } from '../../auth/credentials';
import { isHeaderValue } from '../../auth/headerValue';
import { message, type Message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import type { Connection } from '../../connections/connection';
import { endpointField } from '../connectionFields';
import { iamEndpointField } from '../huaweiCloud';
import type { ConnectionField } from '../provider';
import type { ProviderDefinition } from './definition';
import { openPlaceholders, type RequestTemplate } from './requestTemplate';
import { endpointName, hostValueProblem, pathValueProblem, urlPlaceholders, type UrlTemplate } from './urlTemplate';
import { placeholdersOf } from './template';

/** Names of fields that many APIs have, with the label that they have everywhere. */
const knownLabels: Readonly<Record<string, string>> = {
  region: 'Region',
  projectId: 'Project ID',
  userId: 'User ID',
  apiVersion: 'API version',
  shop: 'Shop',
};

const iamKinds: readonly CredentialKind[] = ['aksk', 'iam-password', 'iam-token'];

/** Where the values of a field go, which decides what they may be. */
interface Places {
  readonly inHost: boolean;
  readonly inPath: boolean;
  readonly isGreedy: boolean;
  readonly inHeader: boolean;
}

/**
 * The fields of a connection that a definition asks for.
 * @param names of the placeholders that no task fills
 */
export function toConnectionFields(
  names: readonly string[],
  definition: ProviderDefinition,
  kinds: readonly CredentialKind[],
  requests: readonly RequestTemplate[],
  page: UrlTemplate | undefined,
  tokenUrl: UrlTemplate | undefined,
): readonly ConnectionField[] {
  const urls = [...requests.map(({ url }) => url), ...(page ? [page] : [])];
  const ofTasks = new Set(requests.flatMap((each) => [...openPlaceholders(each), ...(each.body?.names ?? [])]));
  const fields = names.map((name) => {
    const places = placesOf(name, tokenUrl ? [...urls, tokenUrl] : urls, requests);
    const field = toField(name, definition.fields?.[name], places);
    return tokenUrl && !ofTasks.has(name) && namesIn(tokenUrl).includes(name) ? ofOAuthOnly(field) : field;
  });
  const usesEndpoint = requests.some(({ url }) => urlPlaceholders(url).usesEndpoint);
  return [
    ...(usesEndpoint ? [toEndpoint(definition)] : []),
    ...fields,
    ...(kinds.includes('iam-password') ? [iamEndpointField] : []),
  ];
}

function namesIn(url: UrlTemplate): readonly string[] {
  const { host, path, query } = urlPlaceholders(url);
  return [...host, ...path, ...query].map(({ name }) => name);
}

/** A field that only the token endpoint needs. */
function ofOAuthOnly(field: ConnectionField): ConnectionField {
  return {
    ...field,
    required: false,
    requiredFor: ['oauth-client'],
    isApplicable: ({ credentials }) => credentials === 'oauth-client',
  };
}

function toEndpoint({ fields }: ProviderDefinition): ConnectionField {
  const said = fields?.[endpointName];
  const { hint, placeholder, values, default: fallback } = typeof said === 'string' ? { hint: said } : (said ?? {});
  return {
    ...endpointField({
      hint: hint ?? 'The base URL of the service.',
      placeholder: placeholder ?? 'https://api.example.com',
      ...omitUndefined({ suggestions: values, fallback }),
    }),
    required: true,
  };
}

function toField(
  name: string,
  said: NonNullable<ProviderDefinition['fields']>[string] | undefined,
  places: Places,
): ConnectionField {
  const whole = typeof said === 'string' ? { hint: said } : (said ?? {});
  const field: ConnectionField = {
    key: name,
    label: whole.label ?? knownLabels[name] ?? toLabel(name),
    hint: whole.hint ?? 'A part of the address of the service.',
    required: whole.optional !== true,
    ...omitUndefined({ placeholder: whole.placeholder, suggestions: whole.values, fallback: whole.default }),
    validate: (value) => valueProblem(value, places),
  };
  return name === 'projectId'
    ? // Huawei Cloud's identity service knows it by the region's name.
      {
        ...field,
        required: false,
        isRequired: (connection) => whole.optional !== true && !canLookUpProject(connection),
      }
    : field;
}

function canLookUpProject(connection: Connection): boolean {
  return (
    iamKinds.includes(connection.credentials) && Boolean(connection.region) && iamEndpoint(connection) !== undefined
  );
}

function valueProblem(value: string, { inHost, inPath, isGreedy, inHeader }: Places): Message | undefined {
  return (
    (inHost ? hostValueProblem(value) : undefined) ??
    (inPath ? pathValueProblem(value, isGreedy) : undefined) ??
    (inHeader && !isHeaderValue(value) ? message('The value holds a character that a header cannot carry.') : undefined)
  );
}

function placesOf(name: string, urls: readonly UrlTemplate[], requests: readonly RequestTemplate[]): Places {
  const places = urls.map(urlPlaceholders);
  const inPath = places.flatMap(({ path }) => path.filter((placeholder) => placeholder.name === name));
  return {
    inHost: places.some(({ host }) => host.some((placeholder) => placeholder.name === name)),
    inPath: inPath.length > 0,
    isGreedy: inPath.length > 0 && inPath.every((placeholder) => placeholder.isGreedy),
    inHeader: requests.some(({ headers }) =>
      headers.some(([, value]) => placeholdersOf(value).some((placeholder) => placeholder.name === name)),
    ),
  };
}

/** `apiVersion` as `Api version`. */
function toLabel(name: string): string {
  const words = name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
