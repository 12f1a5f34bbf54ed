import { l10n } from 'vscode';
import type { RequestError } from '../../http/failure';
import { failureMessage } from '../../http/failureMessage';
import { localize } from '../shell/localize';
import { clockTextToSecond } from './timeText';

/** Says why a request of the user failed, or why it was not sent, and until when; translated. */
export function requestErrorText({ failure, unsent }: RequestError): string {
  const text = localize(failureMessage(failure));
  if (!unsent) {
    return text;
  }
  const { until } = unsent;
  if (until === undefined) {
    return l10n.t('No request was sent, since the last one failed: {0}', text);
  }
  return failure.retryAt !== undefined && failure.retryAt >= until
    ? l10n.t(
        'No request was sent: the service wants none before {0}. Its last response: {1}',
        clockTextToSecond(until),
        text,
      )
    : l10n.t(
        'No request was sent: the next one is sent after {0}. The last one failed: {1}',
        clockTextToSecond(until),
        text,
      );
}
