import { isJsonObject, parseJson } from '../../../base/json';
import { message } from '../../../base/message';
import type { ParsedCommand } from './command';

const call = /^(?:await\s+)?fetch\(\s*("(?:[^"\\]|\\.)*"|'[^'\\]*')\s*(?:,\s*(\{[^]*\})\s*)?\)\s*;?$/;

/** Whether a text is a call of `fetch`, as browsers copy it. */
export function isFetchCall(text: string): boolean {
  return call.test(text);
}

/** Parses such a call, whose options browsers write as JSON. */
export function parseFetchCall(text: string): ParsedCommand {
  const [, quoted = '', options = '{}'] = call.exec(text) ?? [];
  try {
    const url = quoted.startsWith("'") ? quoted.slice(1, -1) : String(parseJson(quoted));
    const { method, headers, body } = toOptions(parseJson(options));
    return {
      ok: true,
      command: {
        method: typeof method === 'string' ? method.toUpperCase() : 'GET',
        url,
        headers: Object.entries(toOptions(headers)).flatMap(([name, value]): [string, string][] =>
          typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
        ),
        ...(typeof body === 'string' ? { body } : {}),
        variables: [],
      },
    };
  } catch {
    return { ok: false, problem: message('The options of this call are no JSON. Paste a curl command instead.') };
  }
}

function toOptions(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}
