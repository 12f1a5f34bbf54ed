import { createHuaweiClassifier } from '../../auth/huawei/errorCodes';
import { describeHuaweiFailure } from '../../auth/huawei/errorMessages';
import { message, type Message } from '../../base/message';
import type { RequestFailure } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';

/** Classifies the codes of VOD's error code page; `VST` is its editing service. */
export const classifyVodCode = createHuaweiClassifier([
  // VOD also sends 403 for internal errors.
  [/^VOD\.1005[12]$/i, 'server-error'],
  [/^VST\.10002$/i, 'server-error'],
  [/^(VOD\.10054|VST\.10004)$/i, 'unauthorised'],
  [/^VOD\.10055$/i, 'forbidden'],
  // 10062 is an asset that is missing, sent with 400 or 403, not the task.
  [/^(VOD\.100(53|62|81|83)|VST\.10001)$/i, 'rejected'],
]);

/** The permissions that the documents of "Querying an Editing Task" and "Canceling an Editing Task" name. */
const permissions = { query: 'vod:asset:listEditTask', cancel: 'vod:asset:deleteEditTask' } as const;

/**
 * What happened and what to do, where VOD's documents say more than the kind of the failure.
 * @param request the request that failed, if it was to cancel a task
 */
export function describeVodFailure(failure: RequestFailure, request?: 'cancel'): Message | undefined {
  // "The corresponding message is returned when a task not in waiting state is canceled", with a 400; the page names no code.
  if (request === 'cancel' && failure.status === 400 && failure.kind === 'rejected' && failure.step === undefined) {
    return message('VOD cancels a task only while it is queued ({0}).', quoteFailure(failure));
  }
  // Sign-in and project look-up need other permissions.
  if (failure.kind !== 'forbidden' || failure.step !== undefined) {
    return describeHuaweiFailure(failure);
  }
  return /^VOD\.10055$/i.test(failure.code ?? '')
    ? message('The account needs real-name authentication before it can use VOD ({0}).', quoteFailure(failure))
    : message(
        'These credentials lack the permission {0} ({1}). Ask the owner of the account for it, or use other credentials.',
        permissions[request ?? 'query'],
        quoteFailure(failure),
      );
}
