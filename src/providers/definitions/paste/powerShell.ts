import { message } from '../../../base/message';
import { omitUndefined } from '../../../base/omitUndefined';
import type { ParsedCommand } from './command';

const command = /(?:^|[\s;=])(?:Invoke-RestMethod|Invoke-WebRequest|irm|iwr)\s/i;

/** Whether a text is a command of PowerShell that makes a request; statements that set variables may stand before it. */
export function isPowerShell(text: string): boolean {
  return /^\s*(\$\w|Invoke-|irm\s|iwr\s)/i.test(text) && command.test(text);
}

const quoted = String.raw`"(?:[^"\x60]|\x60.|"")*"|'(?:[^']|'')*'`;
const word = String.raw`(?:${quoted}|[^\s"']+)`;

/** Parses `Invoke-RestMethod` and its like, with the headers written in the command, or before it. */
export function parsePowerShell(whole: string): ParsedCommand {
  const at = command.exec(whole)?.index ?? 0;
  const [setup, text] = [whole.slice(0, at), whole.slice(at).replace(/^[\s;=]+/, '')];
  const option = (...names: readonly string[]): string | undefined => {
    const [, found] = new RegExp(String.raw`\s-(?:${names.join('|')})\s+(${word})`, 'i').exec(text) ?? [];
    return found === undefined ? undefined : unquote(found);
  };
  const [, first] = new RegExp(String.raw`^\s*(?:\$\w+\s*=\s*)?[\w-]+\s+(${word})`, 'i').exec(text) ?? [];
  const url = option('Uri') ?? (first === undefined || first.startsWith('-') ? undefined : unquote(first));
  if (url === undefined) {
    return { ok: false, problem: message('The command has no address.') };
  }
  const [, table = ''] =
    new RegExp(String.raw`\s-Headers\s+@\{((?:${quoted}|[^}"'])*)\}`, 'i').exec(text) ??
    new RegExp(String.raw`(?:^|\s)\$headers\s*=\s*@\{((?:${quoted}|[^}"'])*)\}`, 'i').exec(setup) ??
    [];
  const added = new RegExp(String.raw`\$headers\.Add\(\s*(${quoted})\s*,\s*(${quoted})\s*\)`, 'gi');
  const pair = new RegExp(String.raw`(${quoted}|[\w-]+)\s*=\s*(${quoted}|[^\s;}]+)`, 'g');
  const headers = [...table.matchAll(pair), ...setup.matchAll(added)].map(
    ([, name = '', value = '']) => [unquote(name).toLowerCase(), unquote(value)] as const,
  );
  const contentType = option('ContentType');
  const body = option('Body');
  return {
    ok: true,
    command: {
      method: (option('Method') ?? 'GET').toUpperCase(),
      url,
      headers: [...headers, ...(contentType === undefined ? [] : [['content-type', contentType] as const])],
      ...omitUndefined({ body }),
      variables: [...(headers.map(([, value]) => value).join(' ') + url).matchAll(/\$(?:env:)?(\w+)/g)].map(
        ([, name = '']) => name,
      ),
    },
  };
}

function unquote(text: string): string {
  return text.startsWith("'")
    ? text.slice(1, -1).replaceAll("''", "'")
    : text.startsWith('"')
      ? text.slice(1, -1).replace(/\x60(.)|"(")/g, '$1$2')
      : text;
}
