const secretName =
  /auth|token|secret|cookie|session|passw|passwd|\bpwd\b|signature|credential|jwt|csrf|xsrf|api[-_]?key|access[-_]?key|private[-_]?key|app[-_]?key|subscription[-_]?key|^(x-)?key$|-key$|^sig$|^sid$/i;
const secretPrefix =
  /^(sk-|sk_|pk_|rk_|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abp]-|hf_|r8_|eyJ|AKIA|ASIA|ya29\.|dop_v1_)/;
/** Names of resources, which are IDs: Amazon's, those of RFC 8141, Oracle's and of GraphQL. */
const resourceName = /^(arn:|urn:|ocid1\.|gid:\/\/)/i;
/** What names a task, or an API: its value is no secret, however long. */
const openName =
  /(ids?|arn|urn|u?guids?|uuids?|names?|tasks?|jobs?|runs?|executions?|operations?|batch(es)?|target|action|version)(\[\])?$/i;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether something of this name is usually a secret: a header, a pair of the query, a member of a body. */
export function isSecretName(name: string): boolean {
  return (
    secretName.test(name) &&
    !/(^|[-_])(page|next|continuation|sync)[-_]?token$|author(?!iz)|tokens$|url$|uri$/i.test(name)
  );
}

/** Whether a value begins as the tokens of a well-known service do. */
export function isKnownToken(value: string): boolean {
  const text = withoutScheme(value);
  return secretPrefix.test(text) && text.length >= 10;
}

/** Whether a value of this name looks like a token: long, of letters and digits, and no ID by its form or its name. */
export function isTokenLike(value: string, name = ''): boolean {
  const text = withoutScheme(value);
  const isMixed = /\d/.test(text) && /[a-z]/i.test(text) && /^[\w.~+/=:-]+$/.test(text);
  const isId = uuid.test(text) || resourceName.test(text) || openName.test(name);
  return isKnownToken(value) || (isMixed && text.length >= 24 && !isId);
}

function withoutScheme(value: string): string {
  return value.trim().replace(/^(bearer|basic|token|key)\s+/i, '');
}

/** A value of the documentation or of a shell that stands for a secret: `$TOKEN`, `<token>`, `YOUR_API_KEY`. */
export function isPlaceholder(value: string): boolean {
  return (
    value.trim() === '' ||
    /^\$\{?(env:)?[A-Za-z_]\w*\}?$/.test(value) ||
    // What a command prints, such as `$(gcloud auth print-access-token)`.
    /^\$\([^]+\)$|^`[^`]+`$/.test(value) ||
    /^[Yy]our[A-Z]\w*$/.test(value) ||
    /^%\w+%$/.test(value) ||
    /^(<[^>]*>|\{\{?[^}]*\}?\}|\[[^\]]*\]|x{3,}|\*{3,}|•+|\.{3}|…)$/i.test(value) ||
    /^(your|my|the)[-_ ]/i.test(value) ||
    /^[A-Z]+(_[A-Z]+)*_?(TOKEN|KEY|SECRET|PASSWORD)$/.test(value)
  );
}
