/** The fields of a connection that the address of its identity service follows from. */
export interface IamPlace {
  readonly iamEndpoint?: string;
  readonly region?: string;
  /** Base URL of the service itself, where it is not the region's. */
  readonly endpoint?: string;
}

/**
 * Base URL of the identity service: the one that was named, else the region's (IAM API Reference, Endpoints). A password
 * for another company's cloud never goes to Huawei's.
 * @returns without a slash at its end; nothing when neither is known
 */
export function iamEndpoint({ iamEndpoint: named, region, endpoint }: IamPlace): string | undefined {
  if (named) {
    return withoutVersion(named);
  }
  if (!region || (endpoint && !/\.myhuaweicloud\.(com|eu)$/.test(URL.parse(endpoint)?.hostname ?? ''))) {
    return undefined;
  }
  const domain = region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
  return `https://iam.${encodeURIComponent(region)}.${domain}`;
}

/** OpenStack's `OS_AUTH_URL`, which people paste, ends with the API's version, and some paste the whole address for tokens. */
function withoutVersion(address: string): string {
  return address.replace(/(\/v3(\/auth\/tokens)?)?\/*$/i, '');
}
