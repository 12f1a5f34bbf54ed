import type { CredentialKind } from '../../../auth/credentials';
import type { PersistedToken } from '../../../auth/huawei/iamPassword';
import type { Connection, ConnectionFieldKey } from '../../../connections/connection';
import type { RequestFailure } from '../../../http/failure';
import type { Provider } from '../../../providers/provider';

/** A connection while the user is still making it. */
export interface ConnectionDraft {
  readonly provider?: Provider;
  readonly kind?: CredentialKind;
  readonly fields: Readonly<Partial<Record<ConnectionFieldKey, string>>>;
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

/** What a user may want to call the connection: what tells it from its siblings. Lists name the provider beside it. */
export function suggestName({ fields }: ConnectionDraft, provider: Provider): string {
  const place = fields.shop ?? fields.region ?? hostOf(fields.endpoint);
  return place ?? provider.label;
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
