/**
 * A text whose addresses have no query, fragment, user and password: many links of services are signed, and then as good as a
 * password.
 */
export function withoutSignatures(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@"'<>]*@)?([^\s?#"'<>]*)(?:[?#][^\s"'<>]*)?/gi, '$1$2');
}
