/** The secret half of a connection. It is stored in SecretStorage only. */
export type Credentials =
  | { readonly kind: 'aksk'; readonly accessKey: string; readonly secretKey: string; readonly securityToken?: string }
  | { readonly kind: 'iam-token'; readonly token: string }
  | { readonly kind: 'iam-password'; readonly domain: string; readonly user: string; readonly password: string }
  | { readonly kind: 'koodrive-token'; readonly token: string }
  | { readonly kind: 'koodrive-app'; readonly appId: string; readonly appSecret: string }
  | { readonly kind: 'access-token'; readonly token: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'oauth-client'; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'command'; readonly command: string }
  | {
      /** A GitHub or Microsoft account of the editor, which has the token. */
      readonly kind: 'vscode';
      readonly account: EditorAccountName;
      /** Separated by blanks. */
      readonly scopes: string;
      /** The ID of the account. */
      readonly user: string;
    }
  | { readonly kind: 'none' };

/** The accounts that the editor signs in to by itself. */
export const editorAccountNames = ['github', 'microsoft'] as const;

/** One of {@link editorAccountNames}. */
export type EditorAccountName = (typeof editorAccountNames)[number];

/** How a connection signs in. */
export type CredentialKind = Credentials['kind'];

/** All kinds of credentials. */
export const credentialKindNames = [
  'aksk',
  'iam-token',
  'iam-password',
  'koodrive-token',
  'koodrive-app',
  'access-token',
  'bearer',
  'header',
  'basic',
  'oauth-client',
  'command',
  'vscode',
  'none',
] as const satisfies readonly CredentialKind[];
