import { message, type Message } from '../base/message';
import type { RequestFailure } from '../http/failure';
import { quoteFailure } from '../http/failureMessage';
import { readFailure } from '../http/failureParser';
import type { Snapshot } from '../tasks/task';
import type { Provider } from '../providers/provider';
import type { CallContext, ServiceClient } from './callContext';

// What a response to a cancellation says of the task is not read: the poll after it does that.
const nothing: Snapshot = { state: 'unknown', rawState: '', items: [], raw: null };

/** Makes the request that stops a task, as `Provider.cancel` does. */
type MakeCancelRequest = NonNullable<Provider['cancel']>;

/**
 * Asks a service to stop a task. Any good response accepts it, with or without a body; the task may run on for a while.
 * @returns why the service refused, or the request failed; nothing when it accepted
 * @throws CancelledError only
 */
export async function cancelTask(
  client: ServiceClient,
  call: CallContext,
  id: string,
  cancel: MakeCancelRequest,
): Promise<RequestFailure | undefined> {
  const { provider } = call;
  const canceling: Provider = {
    ...provider,
    request: (connection, task) => cancel(connection, task),
    // The body has no task that its readers would know, but it may report a failure.
    parse(response) {
      const failure = readFailure(response, (code, status) => provider.classifyCode?.(code, status));
      return failure ? { ok: false, failure } : { ok: true, snapshot: nothing };
    },
    describeFailure: (failure) => provider.describeFailure?.(failure, 'cancel') ?? refusal(failure),
  };
  const result = await client.task({ ...call, provider: canceling }, id);
  return result.ok ? undefined : result.failure;
}

/** Most services refuse because the task has moved on since it was polled. */
function refusal(failure: RequestFailure): Message | undefined {
  const isRefusal = failure.step === undefined && failure.explanation === undefined;
  return isRefusal && (failure.kind === 'rejected' || failure.kind === 'not-found')
    ? message(
        'The service refused to cancel it ({0}). It may have finished, or is too far to be stopped.',
        quoteFailure(failure),
      )
    : undefined;
}
