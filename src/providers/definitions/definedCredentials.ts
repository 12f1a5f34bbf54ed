import type { CredentialKind } from '../../auth/credentials';
import { editorAccountOrigins, type EditorAccount } from '../../auth/editorAccount';
import type { OAuthClient } from '../../auth/oauth/clientToken';
import { message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import type { Checker, Path } from './checker';
import type { ProviderDefinition } from './definition';
import type { RequestTemplate } from './requestTemplate';
import { fixedOrigin, parseUrlTemplate, type UrlTemplate } from './urlTemplate';

const usualCredentials = ['bearer', 'header', 'basic', 'none'] as const;

/** The `oauth-client` of a definition. */
export interface OAuthTemplate extends Omit<OAuthClient, 'tokenUrl'> {
  readonly tokenUrl: UrlTemplate;
}

/** Compiles where an OAuth client gets its tokens. */
export function compileOAuth({ credentials = [] }: ProviderDefinition, checker: Checker): OAuthTemplate | undefined {
  for (const [index, credential] of credentials.entries()) {
    if (typeof credential === 'object' && credential.kind === 'oauth-client') {
      const { tokenUrl, scope, audience } = credential;
      const parsed = parseUrlTemplate(tokenUrl);
      if (parsed.ok) {
        return omitUndefined({ tokenUrl: parsed.template, scope, audience });
      }
      checker.fail(['credentials', index, 'tokenUrl'], parsed.problem);
    }
  }
  return undefined;
}

/** Compiles the account of the editor. Its token is for one service, so that fixed addresses of others are mistakes. */
export function compileEditorAccount(
  { credentials = [] }: ProviderDefinition,
  requests: readonly { readonly template: RequestTemplate | undefined; readonly path: Path }[],
  checker: Checker,
): EditorAccount | undefined {
  for (const [index, credential] of credentials.entries()) {
    if (typeof credential === 'object' && credential.kind === 'vscode') {
      const account = { account: credential.account, scopes: credential.scopes.join(' ') };
      const origins = editorAccountOrigins(account);
      if (origins.length === 0) {
        checker.fail(
          ['credentials', index, 'scopes'],
          message(
            'Begin the scopes of Microsoft with the address of one service, such as https://management.azure.com/.',
          ),
        );
      }
      for (const { template, path } of requests) {
        const origin = template && fixedOrigin(template.url);
        if (origin !== undefined && origins.length > 0 && !origins.includes(origin)) {
          checker.fail(
            path,
            message(
              'The account of the editor is for {0} only. Change this address, or use other credentials.',
              origins.join(', '),
            ),
          );
        }
      }
      return account;
    }
  }
  return undefined;
}

/** The kinds of credentials of a definition, best first. */
export function credentialKinds({ credentials }: ProviderDefinition): readonly CredentialKind[] {
  return [...new Set((credentials ?? usualCredentials).map((each) => (typeof each === 'string' ? each : each.kind)))];
}

/** The header that the definition names for credentials of the kind `header`. */
export function credentialHeader({
  credentials = [],
}: ProviderDefinition): { readonly name: string; readonly prefix: string } | undefined {
  const header = credentials.find((each) => typeof each === 'object' && each.kind === 'header');
  return header && { name: header.name, prefix: header.prefix ?? '' };
}
