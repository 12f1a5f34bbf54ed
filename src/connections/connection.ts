import type { CredentialKind } from '../auth/credentials';

/**
 * A named account at a provider: where it is and how it signs in. It holds no secret and lives in the setting
 * `cloudTasks.connections`.
 */
export interface Connection {
  /** Stable and unique among the connections; tasks refer to it. */
  readonly id: string;
  /** What the user calls it. */
  readonly name: string;
  /** Id of the provider. */
  readonly provider: string;
  readonly credentials: CredentialKind;
  /** Base URL; overrides the one that follows from the region or the shop. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly projectId?: string;
  /** Subdomain of the Shoplazza shop. */
  readonly shop?: string;
  /** Version of the service's API, such as `2022-01`. */
  readonly apiVersion?: string;
  /** KooDrive's own user id. */
  readonly userId?: string;
  /** Base URL of the identity service; overrides the region's. */
  readonly iamEndpoint?: string;
  /**
   * A PEM file of certificate authorities that are trusted for this connection, besides those that are trusted anyway:
   * a full path, or one that begins with `~/`.
   */
  readonly caFile?: string;
}

/** The parts of a connection that differ from provider to provider and that a person fills in. */
export type ConnectionFieldKey = 'endpoint' | 'region' | 'projectId' | 'shop' | 'apiVersion' | 'userId' | 'iamEndpoint';
