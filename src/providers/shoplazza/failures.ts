import { message, type Message } from '../../base/message';
import type { RequestFailure } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';

/**
 * The document names a wrong domain, wrong credentials and a wrong task id as reasons of status 400: a failure that does
 * not mention the task is the connection's.
 */
export function classifyShoplazzaFailure({
  kind,
  status,
  detail = '',
}: RequestFailure): Pick<RequestFailure, 'kind' | 'scope'> | undefined {
  if (status !== 400 || kind !== 'rejected' || /\btask|\bid\b|backend status/i.test(detail)) {
    return undefined;
  }
  return { kind: /\bdomain\b/i.test(detail) ? 'address' : 'rejected', scope: 'connection' };
}

/** What to check after a failure of which the document says more than the kind does. */
export function describeShoplazzaFailure(failure: RequestFailure): Message | undefined {
  const { kind, status, scope } = failure;
  if (status === 400 && scope === 'connection' && (kind === 'rejected' || kind === 'address')) {
    return message(
      'Shoplazza did not accept the request ({0}). Check the shop and the access token of the connection.',
      quoteFailure(failure),
    );
  }
  return status === 404 && kind === 'address'
    ? message(
        'The shop has no such API ({0}). Check the API version and the shop of the connection.',
        quoteFailure(failure),
      )
    : undefined;
}
