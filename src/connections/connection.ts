import type { CredentialKind } from '../auth/credentials';

/**
 * A named account at a provider: where it is and how it signs in. It holds no secret and is stored in the setting
 * `cloudTasks.connections`, in the same form.
 */
export interface Connection {
  /** Stable and unique among the connections; tasks refer to it. */
  readonly id: string;
  /** The user's name for it. */
  readonly name: string;
  /** Id of the provider. */
  readonly provider: string;
  readonly credentials: CredentialKind;
  /** Base URL; overrides the one that follows from the other fields. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly projectId?: string;
  /** Base URL of the identity service; overrides the region's. */
  readonly iamEndpoint?: string;
  /**
   * A PEM file of certificate authorities that are trusted for this connection, besides those that are trusted anyway:
   * a full path, or one that begins with `~/`.
   */
  readonly caFile?: string;
  /** Any other key is a field of the provider, see `Provider.fields`. */
  readonly [field: string]: string | undefined;
}

/** A key that {@link Connection} names: every connection may have it, whatever its provider. */
export type CommonKey = keyof { [Key in keyof Connection as string extends Key ? never : Key]: Connection[Key] };

/** Whether a provider may declare a common key as one of its fields. */
const commonKeys: Readonly<Record<CommonKey, 'field' | 'reserved'>> = {
  id: 'reserved',
  name: 'reserved',
  provider: 'reserved',
  credentials: 'reserved',
  endpoint: 'field',
  region: 'field',
  projectId: 'field',
  iamEndpoint: 'field',
  caFile: 'reserved',
};

/** Whether a key means the same in every connection, whatever its provider. */
export function isCommonKey(key: string): key is CommonKey {
  return Object.hasOwn(commonKeys, key);
}

/** Whether a provider may have a field of this key: a common one that says where the service is, or one of its own. */
export function isFieldKey(key: string): boolean {
  if (isCommonKey(key)) {
    return commonKeys[key] === 'field';
  }
  // A key of Object.prototype would be found in every connection.
  return /^[a-z][\w-]{0,63}$/.test(key) && !(key in Object.prototype);
}

/** The fields of a connection besides its id, name, provider and kind of credentials. */
export function fieldsOf(connection: Connection): Readonly<Record<string, string>> {
  const { id: _id, name: _name, provider: _provider, credentials: _credentials, ...fields } = connection;
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}
