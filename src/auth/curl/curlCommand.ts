import type { Message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { parseAddress } from '../../http/address';
import type { HttpRequest } from '../../http/request';
import { toShellWord, type ShellPart } from './shellWord';
import type { SigningContext } from '../authenticator';
import type { CredentialKind } from '../credentials';
import { curlSignIn } from './curlSignIn';

/** A request as a command line for a POSIX shell. It holds no secret. */
export interface CurlCommand {
  readonly line: string;
  /** Names of the variables that the shell must have for it. */
  readonly variables: readonly string[];
  /** What has to be said of how it signs in, fit to stand in a comment before it. */
  readonly remark?: Message;
}

/** Stands in a request's address for a project's id that is not known; the shell puts `$PROJECT_ID` there. */
export const unknownProject = 'project-id-of-the-region';

/**
 * The command with which curl makes this request. Secrets are variables of the shell: only the kind of credentials is
 * told, so that none can get in.
 * @param context `caFile`: full path of the connection's certificates
 * @throws RequestError `address` when the request must not be made; `unauthorised` when no header can carry the user's id
 */
export function toCurlCommand(
  request: HttpRequest,
  kind: CredentialKind,
  context: Pick<SigningContext, 'userId'> & { readonly caFile?: string },
): CurlCommand {
  const { href } = parseAddress(request.url);
  const signIn = curlSignIn(kind, context);
  const words: readonly (readonly ShellPart[])[] = [
    ...(request.method === 'GET' && request.body === undefined ? [] : [['--request'], [request.method]]),
    // It then trusts this file only, which is what a host with a certificate of its own authority needs.
    ...(context.caFile === undefined ? [] : [['--cacert'], [context.caFile]]),
    // curl would read brackets and braces in an address as lists.
    ...(/[[\]{}]/.test(href) ? [['--globoff']] : []),
    addressParts(href),
    ...Object.entries(request.headers).flatMap(([name, value]) => [
      ['--header'],
      // With a colon and nothing behind it, curl would leave the header out.
      [value === '' ? `${name};` : `${name}: ${value}`],
    ]),
    ...signIn.words,
    ...(request.body === undefined ? [] : [['--data-raw'], [request.body]]),
  ];
  const variables = words
    .flat()
    .flatMap((part) => (typeof part === 'object' && 'variable' in part ? part.variable : []));
  return omitUndefined({
    line: ['curl', ...words.map((parts) => toWord(parts))].join(' '),
    variables: [...new Set(variables)],
    remark: signIn.remark,
  });
}

function addressParts(href: string): readonly ShellPart[] {
  const variable = { variable: 'PROJECT_ID' };
  return href.split(unknownProject).flatMap((text, index) => (index === 0 ? [text] : [variable, text]));
}

function toWord(parts: readonly ShellPart[]): string {
  const [only] = parts;
  // What needs no quotes is easier to read without them.
  return parts.length === 1 && typeof only === 'string' && /^[\w-]+$/.test(only) ? only : toShellWord(...parts);
}
