/** What is known of an account's whereabouts. */
export interface IamPlace {
  readonly iamEndpoint?: string;
  readonly region?: string;
}

/**
 * Base URL of the identity service: the one that was named, else the region's (IAM API Reference, Endpoints).
 * @returns nothing when neither is known
 */
export function iamEndpoint({ iamEndpoint: named, region }: IamPlace): string | undefined {
  if (named) {
    return named;
  }
  if (!region) {
    return undefined;
  }
  const domain = region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
  return `https://iam.${encodeURIComponent(region)}.${domain}`;
}
