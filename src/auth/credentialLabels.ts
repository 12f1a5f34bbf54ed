import type { CredentialKind } from './credentials';

/** What each kind of credentials is called, in English; translated when shown. All else that the wizard says is loaded with it. */
export const credentialLabels: Readonly<Record<CredentialKind, string>> = {
  aksk: 'Access key (AK/SK)',
  'iam-token': 'IAM token',
  'iam-password': 'IAM user and password',
  'koodrive-token': 'KooDrive access token',
  'koodrive-app': 'KooDrive app ID and secret',
  'access-token': 'Shoplazza access token',
  bearer: 'Bearer token',
  header: 'Header',
  basic: 'User and password',
  'oauth-client': 'OAuth client ID and secret',
  command: 'Command that prints a token',
  vscode: 'Account of the editor',
  none: 'No credentials',
};
