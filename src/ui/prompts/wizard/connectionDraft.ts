import { firstFree } from '../../../base/firstFree';
import type { CredentialKind } from '../../../auth/credentials';
import type { PersistedToken } from '../../../auth/huawei/iamPassword';
import type { Connection } from '../../../connections/connection';
import type { RequestFailure } from '../../../http/failure';
import type { ConnectionField, Provider } from '../../../providers/provider';

/** An unfinished connection in the wizard. */
export interface ConnectionDraft {
  readonly provider?: Provider;
  readonly kind?: CredentialKind;
  /** The provider's fields, by their keys. */
  readonly fields: Readonly<Record<string, string>>;
  /** The fields of the credentials, by their keys; held in memory only. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly name?: string;
  /** The id of the task whose address the user pasted. */
  readonly task?: string;
  /** What of an existing connection is edited: `name`, `credentials`, or the key of a field. */
  readonly edited?: string;
  /** Whether the user saves it although the test failed. */
  readonly isBroken?: boolean;
  /** The failure with which the service rejected the credentials. */
  readonly refusal?: RequestFailure;
  /** The token that was issued for the last test's passcode. */
  readonly persistedToken?: PersistedToken;
}

/** An empty draft. */
export const emptyDraft: ConnectionDraft = { fields: {}, secrets: {} };

/**
 * The connection that a draft describes.
 * @param id the existing id, or a new one
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

/** The fields to ask for, in order. A field that replaces another is offered in the step of that one. */
export function askedFields(provider: Provider, draft: ConnectionDraft): readonly ConnectionField[] {
  const replacing = new Set(provider.fields.flatMap(({ replacedBy }) => replacedBy ?? []));
  const connection = toConnection(draft, '', provider);
  return provider.fields
    .filter(({ key, required }) => required || !replacing.has(key))
    .filter(({ isApplicable }) => isApplicable?.(connection) ?? true);
}

/** A suggested name: what distinguishes the connection from others of its provider. */
export function suggestName({ fields }: ConnectionDraft, provider: Provider): string {
  const telling = provider.fields.find(({ key, required }) => required && key !== 'endpoint' && fields[key]);
  return (telling && fields[telling.key]) ?? hostOf(fields['endpoint']) ?? provider.label;
}

/** A name that no other connection has: two of one name look alike in every list and question. */
export function freeName(suggested: string, { label }: Provider, taken: readonly string[]): string {
  const longer = label === suggested ? suggested : `${label} (${suggested})`;
  return firstFree(
    (name) => taken.includes(name),
    (attempt) => (attempt === 1 ? suggested : attempt === 2 ? longer : `${longer} ${attempt - 1}`),
  );
}

/** A unique id that is readable in the settings. */
export function newConnectionId(provider: Provider, taken: readonly string[]): string {
  return firstFree(
    (id) => taken.includes(id),
    (attempt) => (attempt === 1 ? provider.id : `${provider.id}-${attempt}`),
  );
}

function hostOf(endpoint: string | undefined): string | undefined {
  return endpoint && URL.canParse(endpoint) ? new URL(endpoint).host : undefined;
}
