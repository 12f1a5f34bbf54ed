/**
 * A text whose addresses have no query, fragment, user and password: many links of services are signed, and then as good as a
 * password. A path alone loses a query that is signed.
 */
export function withoutSignatures(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@"'<>]*@)?([^\s?#"'<>]*)(?:[?#][^\s"'<>]*)?/gi, '$1$2')
    .replace(signedQuery, '');
}

/** Parameters as the signed links of S3, OBS, OSS, COS, Google Cloud Storage, Azure and CloudFront have them. */
const signedQuery =
  /\?(?:[^\s"'<>]*&)?(?:sig|sign|q-sign[\w-]*|signature|x-[\w-]*signature|token|access_token|key-pair-id)=[^\s"'<>]*/gi;
