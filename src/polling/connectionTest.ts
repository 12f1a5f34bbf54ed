import type { RequestFailure } from '../http/failure';
import { scopeOf } from '../http/failureScope';
import type { Provider } from '../providers/provider';
import { placeholderTaskId } from '../providers/requestOrigins';
import type { ServiceClient, CallContext } from '../client/callContext';

/**
 * Tests a connection with a real request: for the first page of its tasks where the service lists them, else for a task
 * that does not exist. It works when the service's own JSON is about a task, or says that there is no such task, since a service says so
 * only to accepted credentials.
 * @returns what is wrong; nothing when the connection works
 * @throws CancelledError
 */
export async function testConnection(client: ServiceClient, call: CallContext): Promise<RequestFailure | undefined> {
  const { provider } = call;
  const { list } = provider;
  const result = list ? await client.page(call, list) : await client.task(call, placeholderTaskId);
  return result.ok || (!list && isAboutUnknownTask(provider, result.failure)) ? undefined : result.failure;
}

/** Whether a failure says that there is no such task, which proves that the connection works. */
function isAboutUnknownTask(provider: Provider, failure: RequestFailure): boolean {
  const { kind, evidence = 'json', code = '', detail = '' } = failure;
  if (evidence !== 'json' || scopeOf(failure) === 'connection') {
    return false;
  }
  return (
    kind === 'not-found' ||
    (kind === 'rejected' && /\b(task|job)|(task|job)_?(id|NotFound)/i.test(`${code} ${detail}`)) ||
    (provider.isUnknownTask?.(failure) ?? false)
  );
}
