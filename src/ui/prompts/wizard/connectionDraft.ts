import type { CredentialKind } from '../../../auth/credentials';
import type { PersistedToken } from '../../../auth/huawei/iamPassword';
import type { Connection } from '../../../connections/connection';
import type { RequestFailure } from '../../../http/failure';
import type { ConnectionField, Provider } from '../../../providers/provider';

/** A connection while the user is still making it. */
export interface ConnectionDraft {
  readonly provider?: Provider;
  readonly kind?: CredentialKind;
  /** The provider's fields, by their keys. */
  readonly fields: Readonly<Record<string, string>>;
  /** The fields of the credentials, by their keys; held in memory only. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly name?: string;
  /** Whether the user keeps it although it does not work yet. */
  readonly isBroken?: boolean;
  /** What the service said of its credentials then, when it refused them. */
  readonly refusal?: RequestFailure;
  /** What the last trial's passcode was changed into. */
  readonly persistedToken?: PersistedToken;
}

/** A draft in which nothing was said yet. */
export const emptyDraft: ConnectionDraft = { fields: {}, secrets: {} };

/**
 * The connection that a draft describes.
 * @param id of the connection: the one it had, or a new one
 */
export function toConnection(draft: ConnectionDraft, id: string, provider: Provider): Connection {
  const fields = Object.entries(draft.fields).filter(([, value]) => value !== '');
  return {
    id,
    name: draft.name ?? suggestName(draft, provider),
    provider: provider.id,
    credentials: draft.kind ?? provider.credentials[0] ?? 'none',
    ...Object.fromEntries(fields),
  };
}

/** The fields that a user is asked for, in their order. One that only replaces another is asked for in its place. */
export function askedFields(provider: Provider, draft: ConnectionDraft): readonly ConnectionField[] {
  const replacing = new Set(provider.fields.flatMap(({ replacedBy }) => replacedBy ?? []));
  const connection = toConnection(draft, '', provider);
  return provider.fields
    .filter(({ key, required }) => required || !replacing.has(key))
    .filter(({ isAsked }) => isAsked?.(connection) ?? true);
}

/** What a user may want to call the connection: what tells it from its siblings. Lists name the provider beside it. */
export function suggestName({ fields }: ConnectionDraft, provider: Provider): string {
  const telling = provider.fields.find(({ key, required }) => required && key !== 'endpoint' && fields[key]);
  return (telling && fields[telling.key]) ?? hostOf(fields['endpoint']) ?? provider.label;
}

/** An id that no other connection has, readable in the settings. */
export function newConnectionId(provider: Provider, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? provider.id : `${provider.id}-${String(number)}`;
    if (!taken.includes(id)) {
      return id;
    }
  }
}

function hostOf(endpoint: string | undefined): string | undefined {
  return endpoint && URL.canParse(endpoint) ? new URL(endpoint).host : undefined;
}
