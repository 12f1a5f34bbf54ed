import { message, type Message } from '../../../base/message';
import { omitUndefined } from '../../../base/omitUndefined';
import type { ParsedCommand } from './command';
import { toShellWords, type ShellWord } from './shellWords';

/** Options of curl that take a value, by what they mean here (https://curl.se/docs/manpage.html). */
const valued: Readonly<Record<string, string>> = {
  ...named('method', '-X', '--request'),
  ...named('header', '-H', '--header'),
  ...named('data', '-d', '--data', '--data-ascii', '--data-binary'),
  ...named('raw', '--data-raw'),
  ...named('encoded', '--data-urlencode'),
  ...named('json', '--json'),
  ...named('form', '-F', '--form', '--form-string'),
  ...named('upload', '-T', '--upload-file'),
  ...named('user', '-u', '--user'),
  ...named('bearer', '--oauth2-bearer'),
  ...named('cookie', '-b', '--cookie'),
  ...named('url', '--url'),
  ...named('query', '--url-query'),
  ...named('caFile', '--cacert'),
  ...named('signature', '--aws-sigv4'),
  ...named(
    'ignored',
    ...[
      '-A',
      '--user-agent',
      '-e',
      '--referer',
      '-o',
      '--output',
      '-w',
      '--write-out',
      '-m',
      '--max-time',
      '-x',
      '--proxy',
    ],
    ...[
      '--connect-timeout',
      '--retry',
      '--retry-delay',
      '--retry-max-time',
      '-E',
      '--cert',
      '--key',
      '--cert-type',
      '-c',
    ],
    ...['--cookie-jar', '-D', '--dump-header', '--resolve', '--connect-to', '--max-redirs', '--limit-rate', '--capath'],
    ...[
      '--ciphers',
      '--tls-max',
      '--interface',
      '--noproxy',
      '-U',
      '--proxy-user',
      '--trace',
      '--trace-ascii',
      '--stderr',
    ],
    ...[
      '--keepalive-time',
      '--expect100-timeout',
      '-y',
      '-Y',
      '-z',
      '--key-type',
      '--pass',
      '-r',
      '--range',
      '-K',
      '--config',
      '--pinnedpubkey',
    ],
    ...['--proto', '--proto-redir', '--dns-servers', '--doh-url', '--netrc-file', '--output-dir', '--rate', '-C'],
    ...['--continue-at', '--speed-limit', '--speed-time', '--max-filesize', '--socks5', '--socks5-hostname'],
    ...['--proxy-header', '--proxy-cacert', '--tls13-ciphers', '--curves'],
  ),
};

function named(meaning: string, ...options: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(options.map((option) => [option, meaning]));
}

/** Parses a curl command. Its output options do not matter. */
export function parseCurl(text: string): ParsedCommand {
  const [, ...words] = toShellWords(text);
  const found = toOptions(words);
  const of = (meaning: string): readonly string[] =>
    found.flatMap((option) => (option.meaning === meaning ? [option.value] : []));
  const problem = findProblem(of);
  if (problem) {
    return { ok: false, problem };
  }
  const headers = of('header').flatMap((line): [string, string][] => {
    const [, name = '', value = ''] = /^([^:;]+)[:;]\s*([^]*)$/.exec(line) ?? [];
    return name === '' ? [] : [[name.trim().toLowerCase(), value.trim()]];
  });
  const json = of('json');
  const data = [...of('data').map(withoutBreaks), ...of('raw'), ...of('encoded').map(encodeData), ...json];
  const isGet = of('get').length > 0;
  const [address = ''] = of('url');
  const query = [...of('query').map(encodeData), ...(isGet ? data : [])].join('&');
  const url = toAddress(address) + (query === '' ? '' : `${address.includes('?') ? '&' : '?'}${query}`);
  const body = isGet || data.length === 0 ? undefined : data.join(json.length > 0 ? '' : '&');
  const [bearer] = of('bearer');
  return {
    ok: true,
    command: {
      method: (of('method').at(-1) ?? (body === undefined ? 'GET' : 'POST')).toUpperCase(),
      url,
      headers: [
        ...(json.length > 0 ? [['content-type', 'application/json'] as const] : []),
        ...(bearer === undefined ? [] : [['authorization', `Bearer ${bearer}`] as const]),
        ...headers,
      ],
      ...omitUndefined({ body, user: of('user').at(-1), caFile: of('caFile').at(-1) }),
      variables: found.flatMap(({ variables }) => variables),
      hasCookies: of('cookie').length > 0,
    },
  };
}

interface FoundOption {
  readonly meaning: string;
  readonly value: string;
  readonly variables: readonly string[];
}

function toOptions(words: readonly ShellWord[]): readonly FoundOption[] {
  const found: FoundOption[] = [];
  for (let at = 0; at < words.length; at++) {
    const { text, variables } = words[at] ?? { text: '', variables: [] };
    if (/^(\d?[<>]|[|;&])/.test(text)) {
      // What follows is another command.
      break;
    }
    const add = (meaning: string, inline: string | undefined): void => {
      const value = inline === undefined ? words[++at] : { text: inline, variables };
      found.push({ meaning, value: value?.text ?? '', variables: value?.variables ?? [] });
    };
    if (text.startsWith('--')) {
      const meaning = valued[text];
      if (meaning !== undefined) {
        add(meaning, undefined);
      } else if (text === '--get') {
        add('get', '');
      }
    } else if (/^-./.test(text)) {
      // Short options may stand together; the value of the last may follow at once.
      for (let index = 1; index < text.length; index++) {
        const meaning = valued[`-${text.charAt(index)}`];
        if (meaning !== undefined) {
          add(meaning, index + 1 < text.length ? text.slice(index + 1) : undefined);
          break;
        }
        if (text.charAt(index) === 'G') {
          add('get', '');
        }
      }
    } else {
      add('url', text);
    }
  }
  return found;
}

function findProblem(of: (meaning: string) => readonly string[]): Message | undefined {
  if (of('url').length === 0) {
    return message('The command has no address.');
  }
  if (of('url').length > 1) {
    return message('The command has more than one address. Paste the command for one task.');
  }
  if (of('form').length > 0 || of('upload').length > 0) {
    return message('The command uploads a file. Paste the command that requests the status of a task.');
  }
  if (of('signature').length > 0) {
    return message('The command signs its request, and a signature cannot be used again. Use a token instead.');
  }
  const file = [...of('data'), ...of('json'), ...of('header')].find((value) => value.startsWith('@'));
  return file === undefined
    ? undefined
    : message('The command reads the file {0}. Paste it with the content of the file.', file.slice(1));
}

function toAddress(text: string): string {
  return /^https?:\/\//i.test(text) ? text : `https://${text}`;
}

/** As curl does with data, but not with raw data. */
function withoutBreaks(data: string): string {
  return data.replace(/[\r\n]+\s*/g, ' ');
}

function encodeData(data: string): string {
  const [, name = '', value = data] = /^([^=]*)=([^]*)$/.exec(data) ?? [];
  return (name === '' ? '' : `${name}=`) + encodeURIComponent(value);
}
