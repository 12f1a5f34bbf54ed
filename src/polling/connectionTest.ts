import type { RequestFailure } from '../http/failure';
import type { ServiceClient, CallContext } from '../client/callContext';

/** An id that no task has, in a form that every service takes. */
const placeholderTaskId = '00000000000000000000000000000000';

/**
 * Finds out whether a connection works with a real request: the first page of its tasks where the service lists them,
 * else a task that does not exist, which only a service that accepted the credentials can say.
 * @returns what is wrong; nothing when the connection works
 * @throws CancelledError
 */
export async function testConnection(client: ServiceClient, call: CallContext): Promise<RequestFailure | undefined> {
  const { list } = call.provider;
  const result = list ? await client.page(call, list) : await client.task(call, placeholderTaskId);
  return result.ok || (!list && answersForUnknownTask(result.failure)) ? undefined : result.failure;
}

/** What services say of a task that does not exist; Huawei DSC calls it an internal error, with status 400. */
function answersForUnknownTask({ kind, status }: RequestFailure): boolean {
  return kind === 'not-found' || kind === 'rejected' || (kind === 'server-error' && status === 400);
}
