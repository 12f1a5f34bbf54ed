import { message, type Message } from '../../base/message';
import { explained, type RequestFailure, type SharedStep } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';
import { describeHuaweiFailure } from './errorMessages';
import { isInconclusive } from './iamProject';

/**
 * A failure of the identity service as one of the step that it was asked for. It says nothing of any task: what the service
 * does not find is its own address.
 * @param endpoint base URL of the identity service
 * @param hasReceipt whether the service told that only the second factor is missing
 */
export function atStep(
  step: SharedStep,
  failure: RequestFailure,
  endpoint: string,
  hasReceipt = false,
): RequestFailure {
  const host = URL.parse(endpoint)?.host;
  const kind = failure.kind === 'not-found' ? 'address' : failure.kind;
  const met = { ...(host ? { host } : {}), ...failure, kind, step };
  return explained(
    met,
    () => describeHuaweiFailure(met) ?? (step === 'sign-in' ? describeSignIn(met, hasReceipt) : describeLookUp(met)),
  );
}

function describeSignIn(failure: RequestFailure, hasReceipt: boolean): Message | undefined {
  const said = quoteFailure(failure);
  if (hasReceipt) {
    return message(
      'The password is right, but this user needs a passcode besides ({0}). Update the credentials and enter one.',
      said,
    );
  }
  if (failure.kind === 'unauthorised') {
    return message(
      'The identity service did not let the user in ({0}). It says the same whatever is wrong: check the user name, the password and the account name, and the project ID and the region of the connection. If the user has MFA, update the credentials and enter a passcode.',
      said,
    );
  }
  return isInconclusive(failure)
    ? message(
        'The identity service did not answer as one does ({0}). Check the IAM endpoint and the region of the connection.',
        said,
      )
    : undefined;
}

function describeLookUp(failure: RequestFailure): Message | undefined {
  return isInconclusive(failure)
    ? message(
        'The project ID could not be looked up ({0}). Edit the connection and enter the project ID. The console shows it under My Credentials > API Credentials.',
        quoteFailure(failure),
      )
    : undefined;
}
