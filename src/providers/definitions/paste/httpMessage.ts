import type { ParsedCommand } from './command';
import { message } from '../../../base/message';

const requestLine = /^(GET|POST|PUT|PATCH|DELETE)\s+(\S+)(?:\s+HTTP\/[\d.]+)?[ \t]*(?:\r?\n|$)/i;

/** Whether a text is a request as HTTP writes it (RFC 9112, 3): `GET https://… HTTP/1.1`, with its headers below it. */
export function isHttpMessage(text: string): boolean {
  const [, , target = ''] = requestLine.exec(text) ?? [];
  return /^https?:\/\/\S/i.test(target) || (target.startsWith('/') && /^host:/im.test(text));
}

/** Parses such a request. Where it has only a path, its host is that of its header `Host`. */
export function parseHttpMessage(text: string): ParsedCommand {
  const [line = '', method = '', target = ''] = requestLine.exec(text) ?? [];
  const [head = '', ...rest] = text.slice(line.length).split(/\r?\n[ \t]*\r?\n/);
  const isBodyAlone = /^\s*[{[]/.test(head);
  const headers = (isBodyAlone ? '' : head).split(/\r?\n/).flatMap((each): [string, string][] => {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*?)\s*$/.exec(each) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]];
  });
  const host = headers.find(([name]) => name === 'host')?.[1];
  const url = target.startsWith('/') ? `https://${host ?? ''}${target}` : target;
  const body = (isBodyAlone ? [head, ...rest] : rest).join('\n\n').trim();
  if (url === '') {
    return { ok: false, problem: message('The command has no address.') };
  }
  return {
    ok: true,
    command: {
      method: method.toUpperCase(),
      url,
      headers: headers.filter(([name]) => name !== 'host'),
      ...(body === '' ? {} : { body }),
      variables: [],
    },
  };
}
