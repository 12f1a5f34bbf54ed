import type { RequestFailure } from '../http/failure';
import type { Provider } from '../providers/provider';
import { placeholderTaskId } from '../providers/requestOrigins';
import type { ServiceClient, CallContext } from '../client/callContext';

/**
 * Finds out whether a connection works with a real request: the first page of its tasks where the service lists them,
 * else a task that does not exist, which only a service that accepted the credentials can say.
 * @returns what is wrong; nothing when the connection works
 * @throws CancelledError
 */
export async function testConnection(client: ServiceClient, call: CallContext): Promise<RequestFailure | undefined> {
  const { provider } = call;
  const { list } = provider;
  const result = list ? await client.page(call, list) : await client.task(call, placeholderTaskId);
  return result.ok || (!list && isAboutUnknownTask(provider, result.failure)) ? undefined : result.failure;
}

/** Whether a service that accepted the credentials says so of a task that does not exist. */
function isAboutUnknownTask(provider: Provider, failure: RequestFailure): boolean {
  const { kind, step } = failure;
  // Nobody was asked for a task yet.
  if (step !== undefined) {
    return false;
  }
  return kind === 'not-found' || kind === 'rejected' || (provider.isUnknownTask?.(failure) ?? false);
}
