import * as v from 'valibot';
import { isJsonObject } from '../base/json';
import { editorAccountNames, type Credentials } from './credentials';
import { headerNameProblem, isHeaderValue } from './headerValue';

// Goes into a header, or into the computation of one.
const word = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.check(isHeaderValue));
const oneLine = v.regex(/^[^\u0000-\u001f\u007f]*$/);
const password = v.pipe(v.string(), v.nonEmpty(), oneLine);
const name = v.pipe(v.string(), v.trim(), v.nonEmpty(), oneLine);
const editorAccount = v.pipe(v.string(), v.trim(), v.picklist(editorAccountNames));
const headerName = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => headerNameProblem(text) === undefined),
);

const schema = v.variant('kind', [
  v.object({ kind: v.literal('aksk'), accessKey: word, secretKey: word, securityToken: v.exactOptional(word) }),
  v.object({ kind: v.literal('iam-token'), token: word }),
  v.object({ kind: v.literal('iam-password'), domain: name, user: name, password }),
  v.object({ kind: v.literal('koodrive-token'), token: word }),
  v.object({ kind: v.literal('koodrive-app'), appId: word, appSecret: word }),
  v.object({ kind: v.literal('access-token'), token: word }),
  v.object({ kind: v.literal('bearer'), token: word }),
  v.object({ kind: v.literal('header'), name: headerName, value: word }),
  v.object({ kind: v.literal('basic'), user: name, password }),
  v.object({ kind: v.literal('oauth-client'), clientId: word, clientSecret: word }),
  v.object({ kind: v.literal('command'), command: v.pipe(name, v.maxLength(4_096)) }),
  v.object({ kind: v.literal('vscode'), account: editorAccount, scopes: name, user: name }),
  v.object({ kind: v.literal('none') }),
]);

/**
 * Validates credentials from SecretStorage or from another extension. Empty parts count as absent, and surrounding blanks
 * are dropped. Returns undefined for invalid credentials, without a reason, because a reason might quote them.
 */
export function parseCredentials(value: unknown): Credentials | undefined {
  const parts = isJsonObject(value)
    ? Object.entries(value).filter(([, part]) => part !== undefined && part !== '')
    : [];
  const result = v.safeParse(schema, Object.fromEntries(parts));
  return result.success ? result.output : undefined;
}
