import { importScript } from '../support/importScript';

/** Huawei's own SDK, as far as the tests use it; see scripts/peers/huaweiSdk.mjs. */
export interface HuaweiSdk {
  readonly core: {
    /** Of a service that has projects. */
    readonly BasicCredentials: new (parts: SdkKey & { projectId?: string }) => SdkCredentials;
    /** Of a service for the whole account. */
    readonly GlobalCredentials: new (parts: SdkKey & { domainId?: string }) => SdkCredentials;
    readonly Region: new (id: string, endpoint: string) => object;
  };
  readonly iam: { readonly IamClient: { newBuilder(): SdkBuilder<SdkIamClient> } };
  readonly client: {
    readonly ClientBuilder: new (init: (client: SdkClient) => SdkClient) => SdkBuilder<SdkClient>;
  };
  readonly signer: {
    readonly AKSKSigner: { sign(request: SdkSigned, credentials: SdkCredentials): Readonly<Record<string, string>> };
  };
}

interface SdkKey {
  readonly ak: string;
  readonly sk: string;
  readonly securityToken?: string;
  readonly iamEndpoint?: string;
}

/** A key, as the SDK holds it. */
export type SdkCredentials = object;

interface SdkBuilder<Client> {
  withEndpoint(origin: string): this;
  withRegion(region: object): this;
  withCredential(credentials: SdkCredentials): this;
  build(): Client;
}

/** What all clients of the SDK send their requests with. */
export interface SdkClient {
  sendRequest(options: {
    readonly method: string;
    readonly url: string;
    readonly contentType: string;
    readonly pathParams: Readonly<Record<string, string>>;
    readonly queryParams: Readonly<Record<string, unknown>>;
    readonly headers: Record<string, string>;
    readonly data?: unknown;
  }): Promise<SdkResponse>;
}

/** A parsed response; which of the members it has depends on the request. */
export interface SdkResponse {
  readonly task_id: string;
  readonly tasks: readonly { readonly task_id: string }[];
  readonly projects: readonly { readonly name: string; readonly links: { readonly self: string } }[];
  readonly domains: readonly { readonly id: string; readonly name: string; readonly enabled: boolean }[];
  readonly regions: readonly { readonly id: string; readonly type: string }[];
  readonly token: {
    readonly expires_at: string;
    readonly issued_at: string;
    readonly user: { readonly name: string };
    readonly project?: { readonly id: string };
    readonly domain?: { readonly id: string; readonly name: string };
  };
  /** A header that the SDK puts beside them. */
  readonly 'X-Subject-Token': string;
}

/** The client of the identity service. */
export interface SdkIamClient {
  keystoneListProjects(filters: Readonly<Record<string, unknown>>): Promise<SdkResponse>;
  keystoneListAuthProjects(): Promise<SdkResponse>;
  keystoneListAuthDomains(): Promise<SdkResponse>;
  keystoneListRegions(): Promise<SdkResponse>;
  keystoneCreateUserTokenByPassword(request: {
    readonly nocatalog?: string;
    readonly body: { readonly auth: object };
  }): Promise<SdkResponse>;
  keystoneCreateUserTokenByPasswordAndMfa(request: { readonly body: { readonly auth: object } }): Promise<SdkResponse>;
}

/** A request to sign. */
export interface SdkSigned {
  readonly method: string;
  /** The address without its query. */
  readonly endpoint: string;
  readonly queryParams: Readonly<Record<string, string | string[]>>;
  readonly headers: Record<string, string>;
}

/** An error of the service, as the SDK throws it. */
export interface SdkError {
  readonly httpStatusCode: number;
  readonly errorCode: unknown;
  readonly errorMsg: string;
}

/** Loads the SDK, and installs it the first time. */
export async function loadHuaweiSdk(): Promise<HuaweiSdk> {
  const script = await importScript<{ loadHuaweiSdk(): Promise<HuaweiSdk> }>('scripts/peers/huaweiSdk.mjs');
  return script.loadHuaweiSdk();
}
