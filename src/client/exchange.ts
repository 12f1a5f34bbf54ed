import type { RequestFailure } from '../http/failure';
import { readFailure } from '../http/failureParser';
import type { HttpRequest, HttpResponse } from '../http/request';
import type { Provider, TaskResult } from '../providers/provider';
import type { CallContext, ServiceClient } from './callContext';

/** A request about one task, and what came of it. It holds no secret: those of the response are masked. */
export interface Exchange {
  /** Not authenticated; absent when none could be made. */
  readonly request?: HttpRequest;
  /** Absent when none came. */
  readonly response?: HttpResponse;
  readonly result: TaskResult;
}

/**
 * Requests one task, and returns request and response with what is read of them.
 * @throws CancelledError only
 */
export async function exchange(client: ServiceClient, call: CallContext, id: string): Promise<Exchange> {
  const seen: { request?: HttpRequest; response?: HttpResponse } = {};
  const { provider } = call;
  const watched: Provider = {
    ...provider,
    request(connection, task, context) {
      seen.request = provider.request(connection, task, context);
      return seen.request;
    },
    // Bad responses, too, are to be seen.
    parsesFailures: true,
    parse(response, task) {
      seen.response = response;
      const failure = provider.parsesFailures ? undefined : readBadStatus(provider, response);
      return failure ? { ok: false, failure } : provider.parse(response, task);
    },
  };
  const result = await client.task({ ...call, provider: watched }, id);
  return { ...seen, result };
}

function readBadStatus(provider: Provider, response: HttpResponse): RequestFailure | undefined {
  const isGood = response.status >= 200 && response.status < 300;
  return isGood ? undefined : readFailure(response, (code, status) => provider.classifyCode?.(code, status));
}
