import { comparableName } from '../../../base/members';
import { isJsonObject } from '../../../base/json';
import type { SentRequest } from './sentRequest';
import { isIdName } from './taskIdPlace';

/** Whether a request probably starts a job, rather than asking for one. */
export function startsJob({ method, url, headers, body }: SentRequest): boolean {
  if (method !== 'POST') {
    return method !== 'GET';
  }
  const content: unknown = body?.kind === 'json' ? body.json : body?.form;
  const query = isJsonObject(content) && typeof content['query'] === 'string' ? content['query'] : '';
  if (/^\s*(mutation|query|\{)/.test(query)) {
    return query.trim().startsWith('mutation');
  }
  const isCall = isJsonObject(content) && 'jsonrpc' in content;
  const words = [
    URL.parse(url)?.pathname ?? '',
    ...(isJsonObject(content) ? [content['Action'], content['action'], isCall ? content['method'] : ''] : []),
    headers['x-tc-action'],
  ];
  const asks = words.some(
    (word) => typeof word === 'string' && /(^|[/._-])(get|query|status|search|describe|show|list)/i.test(word),
  );
  const namesTask =
    isJsonObject(content) &&
    Object.keys(content).some((key) => !isCall && isIdName(comparableName(key)) && key !== 'name');
  return !asks && !namesTask;
}
