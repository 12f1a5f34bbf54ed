import { message } from '../base/message';
import { headerValueProblem, lineField, passwordField, wordField, type CredentialField } from './credentialField';
import { credentialLabels } from './credentialLabels';
import type { CredentialKind, Credentials } from './credentials';
import { headerNameProblem } from './headerValue';
import { parseCredentials } from './parseCredentials';
import { bearerAffixes, iamTokenAffixes } from './pastedValue';

/** How the wizard asks for one kind of credentials. Texts are English and are translated when shown. */
export interface CredentialKindInfo {
  readonly kind: CredentialKind;
  readonly label: string;
  /** Where to get them, in one sentence. */
  readonly hint: string;
  /** A page that explains them. */
  readonly documentation?: string;
  readonly fields: readonly CredentialField[];
}

const huaweiDocs = 'https://support.huaweicloud.com/';

const infos: Readonly<Record<CredentialKind, Omit<CredentialKindInfo, 'kind' | 'label'>>> = {
  aksk: {
    hint: 'Create one in the Huawei Cloud console under My Credentials > Access Keys.',
    documentation: `${huaweiDocs}intl/en-us/usermanual-ca/ca_01_0003.html`,
    fields: [
      wordField({
        key: 'accessKey',
        label: 'Access key ID (AK)',
        hint: 'The column Access Key Id of the downloaded credentials.csv.',
        secret: false,
      }),
      wordField({
        key: 'secretKey',
        label: 'Secret access key (SK)',
        hint: 'The column Secret Access Key of the downloaded credentials.csv.',
        secret: true,
      }),
      wordField(
        {
          key: 'securityToken',
          label: 'Security token',
          hint: 'Only for a temporary access key; leave it empty otherwise.',
          secret: true,
          required: false,
        },
        { headers: ['X-Security-Token'] },
      ),
    ],
  },
  'iam-token': {
    hint: 'Get one from the identity service (IAM). It is valid for 24 hours, in one region.',
    documentation: `${huaweiDocs}api-iam/iam_30_0001.html`,
    fields: [
      wordField(
        { key: 'token', label: 'Token', hint: 'The response header X-Subject-Token of the IAM API.', secret: true },
        iamTokenAffixes,
      ),
    ],
  },
  'iam-password': {
    hint: 'IAM user of your account. Tokens are obtained and renewed automatically.',
    documentation: `${huaweiDocs}api-iam/iam_30_0001.html`,
    fields: [
      lineField({
        key: 'domain',
        label: 'Account name',
        hint: 'Shown in the Huawei Cloud console under My Credentials > API Credentials.',
        secret: false,
      }),
      lineField({
        key: 'user',
        label: 'IAM user name',
        hint: 'An IAM user. HUAWEI IDs are not supported.',
        secret: false,
      }),
      passwordField({ key: 'password', label: 'Password', hint: 'The password of the IAM user.' }),
    ],
  },
  'koodrive-token': {
    hint: 'Sign in to the KooDrive web page and copy the cookie named Authorization; it is valid for 20 minutes after each use.',
    documentation: `${huaweiDocs}api-koodrive/koodrive_05_0010.html`,
    fields: [
      lineField(
        {
          key: 'token',
          label: 'Access token',
          hint: 'The value of the cookie Authorization, with or without Bearer before it.',
          secret: true,
        },
        headerValueProblem,
      ),
    ],
  },
  'koodrive-app': {
    hint: 'Ask your KooDrive administrator for an app. No sign-in required.',
    documentation: `${huaweiDocs}api-koodrive/koodrive_05_0029.html`,
    fields: [
      wordField({ key: 'appId', label: 'App ID', hint: 'The AppId of the KooDrive app.', secret: false }),
      wordField({ key: 'appSecret', label: 'App secret', hint: 'The AppSecret of the KooDrive app.', secret: true }),
    ],
  },
  'access-token': {
    hint: "Create a private app in the shop's admin pages, or authorize your own app, and copy its access token.",
    documentation: 'https://www.shoplazza.dev/api/202601/openapi',
    fields: [
      wordField(
        {
          key: 'token',
          label: 'Access token',
          hint: 'The value that goes into the header access-token.',
          secret: true,
        },
        { headers: ['Access-Token'] },
      ),
    ],
  },
  bearer: {
    hint: 'A token from the service, sent as “Authorization: Bearer …”.',
    documentation: 'https://www.rfc-editor.org/rfc/rfc6750',
    fields: [
      wordField(
        { key: 'token', label: 'Token', hint: 'The token, with or without Bearer before it.', secret: true },
        bearerAffixes,
      ),
    ],
  },
  header: {
    hint: 'Any header that the service asks for, such as an API key.',
    fields: [
      lineField({ key: 'name', label: 'Header name', hint: 'Such as X-API-Key.', secret: false }, headerNameProblem),
      lineField(
        { key: 'value', label: 'Header value', hint: 'What the service gave you, without the name.', secret: true },
        headerValueProblem,
      ),
    ],
  },
  basic: {
    hint: 'Sent as HTTP basic authentication.',
    documentation: 'https://www.rfc-editor.org/rfc/rfc7617',
    fields: [
      lineField({ key: 'user', label: 'User', hint: 'The user name at the service.', secret: false }, (value) =>
        value.includes(':') ? message('A user name cannot hold a colon.') : undefined,
      ),
      passwordField({ key: 'password', label: 'Password', hint: 'The password at the service.' }),
    ],
  },
  'oauth-client': {
    hint: 'A client of the service; tokens are obtained and renewed automatically.',
    documentation: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.4',
    fields: [
      wordField({ key: 'clientId', label: 'Client ID', hint: 'The ID of the client, or app.', secret: false }),
      wordField({
        key: 'clientSecret',
        label: 'Client secret',
        hint: 'The secret that the service made for this client.',
        secret: true,
      }),
    ],
  },
  command: {
    hint: 'A program on this machine, such as “gcloud auth print-access-token”; it runs when a token is needed.',
    fields: [
      lineField({
        key: 'command',
        label: 'Command',
        hint: 'The command line, such as “gcloud auth print-access-token”. It is kept as a secret and runs in trusted workspaces only.',
        secret: true,
      }),
    ],
  },
  vscode: {
    hint: 'The GitHub or Microsoft account that you use in VS Code; there is nothing to enter.',
    // The editor lets the user choose them.
    fields: [
      lineField({ key: 'account', label: 'Account', hint: '', secret: false }),
      lineField({ key: 'scopes', label: 'Scopes', hint: '', secret: false }),
      lineField({ key: 'user', label: 'User', hint: '', secret: false }),
    ],
  },
  none: { hint: 'For services without authentication.', fields: [] },
};

/** The description of one kind of credentials. */
export function credentialKindInfo(kind: CredentialKind): CredentialKindInfo {
  return { kind, label: credentialLabels[kind], ...infos[kind] };
}

/** All kinds of credentials. */
export const credentialKinds = Object.keys(infos) as readonly CredentialKind[];

/**
 * Makes credentials from the values of their kind's fields.
 * @throws Error when a field is missing or invalid: validate the fields first
 */
export function toCredentials(kind: CredentialKind, values: Readonly<Record<string, string>>): Credentials {
  const credentials = parseCredentials({ ...values, kind });
  if (!credentials) {
    throw new Error(`Incomplete credentials of kind ${kind}`);
  }
  return credentials;
}
