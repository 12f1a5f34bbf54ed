import { message, type Message } from '../../base/message';
import type { RequestFailure } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';

/** The sentence for a rejected key or token, from Huawei Cloud's documents. */
export function describeHuaweiFailure(failure: RequestFailure): Message | undefined {
  if (failure.kind !== 'unauthorised') {
    return undefined;
  }
  const { code = '', detail = '' } = failure;
  if (/reach(ed)? the limit/i.test(detail)) {
    return message(
      'Huawei Cloud has locked the access key for five minutes after several failed attempts ({0}). Check the key and update the credentials.',
      quoteFailure(failure),
    );
  }
  return /\.0307$/.test(code) || /token[^,.]*(expire|updated)/i.test(detail)
    ? message(
        'The token is no longer valid, or not in this region ({0}). Tokens of Huawei Cloud live for 24 hours: update the credentials.',
        quoteFailure(failure),
      )
    : undefined;
}
