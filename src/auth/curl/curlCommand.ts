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
  /** A remark on how it signs in, for a comment before the command. */
  readonly remark?: Message;
}

/** Placeholder for an unknown project id in a request's address; it becomes the shell variable `$PROJECT_ID`. */
export const unknownProject = 'project-id-of-the-region';

/**
 * The curl command for this request. Secrets are shell variables: only the kind of the credentials is passed in, so that
 * no secret can get into the command.
 * @param context `caFile`: full path of the connection's certificates; `variableSuffix`: what the names of all variables end in
 * @throws RequestError `address` when the request must not be made; `unauthorised` when no header can carry the user's id
 */
export function toCurlCommand(
  request: HttpRequest,
  kind: CredentialKind,
  context: Pick<SigningContext, 'userId'> & { readonly caFile?: string; readonly variableSuffix?: string },
): CurlCommand {
  const { href } = parseAddress(request.url);
  const signIn = curlSignIn(kind, context);
  const plainWords: readonly (readonly ShellPart[])[] = [
    ...(request.method === 'GET' && request.body === undefined ? [] : [['--request'], [request.method]]),
    // curl then trusts this file only, which a host with a private certificate authority needs.
    ...(context.caFile === undefined ? [] : [['--cacert'], [context.caFile]]),
    // Otherwise curl would expand brackets and braces in the address.
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
  const suffix = context.variableSuffix ?? '';
  const words = plainWords.map((parts) => parts.map((part) => withSuffix(part, suffix)));
  const variables = words
    .flat()
    .flatMap((part) => (typeof part === 'object' && 'variable' in part ? part.variable : []));
  return omitUndefined({
    line: ['curl', ...words.map((parts) => toWord(parts))].join(' '),
    variables: [...new Set(variables)],
    remark: signIn.remark,
  });
}

function withSuffix(part: ShellPart, suffix: string): ShellPart {
  return typeof part === 'object' && 'variable' in part ? { variable: `${part.variable}${suffix}` } : part;
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
