import type { CredentialDefinition, ProviderDefinition, RequestDefinition } from '../definition';

/** What a definition may do with a person's credentials. */
export interface Reach {
  /** The hosts of its requests, with their placeholders. */
  readonly hosts: readonly string[];
  /** Method and address of each request. */
  readonly requests: readonly string[];
  /** The kinds of credentials, each with the header that it goes into where the definition names it. */
  readonly credentials: readonly string[];
}

/** The members of {@link Reach}. */
export const reachParts = ['hosts', 'requests', 'credentials'] as const satisfies readonly (keyof Reach)[];

/** What a definition without mistakes may do. */
export function reachOf({ request, list, cancel, credentials }: ProviderDefinition): Reach {
  const requests = [
    toRequest(request, 'GET'),
    ...(list ? [toRequest(list.request, 'GET')] : []),
    ...(cancel === undefined ? [] : [toRequest(cancel, 'POST')]),
    ...(credentials ?? []).flatMap((each) =>
      typeof each === 'object' && each.kind === 'oauth-client' ? [{ method: 'POST', url: each.tokenUrl }] : [],
    ),
  ];
  return {
    hosts: unique(requests.map(({ url }) => hostOf(url))),
    requests: unique(requests.map(({ method, url }) => `${method} ${url}`)),
    credentials: unique((credentials ?? ['bearer', 'header', 'basic', 'none']).map(toText)),
  };
}

/** Which parts of what a definition may do differ. */
export function differences(before: Reach, after: Reach): readonly (keyof Reach)[] {
  return reachParts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}

function toRequest(request: RequestDefinition, plain: string): { readonly method: string; readonly url: string } {
  if (typeof request === 'string') {
    return { method: plain, url: request };
  }
  const { method, url, body, form } = request;
  return { method: method ?? (body === undefined && form === undefined ? plain : 'POST'), url };
}

/** The host of an address with placeholders, and its port. */
function hostOf(url: string): string {
  return /^(?:https?:\/\/)?([^/?#]*)/i.exec(url)?.[1] ?? url;
}

function toText(credential: CredentialDefinition): string {
  if (typeof credential === 'string') {
    return credential;
  }
  switch (credential.kind) {
    case 'header':
      return `${credential.name}: ${credential.prefix ?? ''}…`;
    case 'vscode':
      return `${credential.kind} (${credential.account}: ${credential.scopes.join(' ')})`;
    case 'oauth-client':
      return credential.kind;
  }
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
