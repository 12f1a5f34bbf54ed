import { l10n } from 'vscode';
import type { RequestError } from '../../http/failure';
import { failureMessage } from '../../http/failureMessage';
import { localize } from '../shell/localize';
import { clockTextToSecond } from './timeText';

/** Says why a request of the user failed, or that it was not sent because the service asked to wait; translated. */
export function requestErrorText({ failure, isUnsent }: RequestError): string {
  const text = localize(failureMessage(failure));
  return isUnsent && failure.retryAt !== undefined
    ? l10n.t(
        'No request was sent: the service wants none before {0}. Its last response: {1}',
        clockTextToSecond(failure.retryAt),
        text,
      )
    : text;
}
