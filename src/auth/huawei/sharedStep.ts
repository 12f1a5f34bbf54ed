import { message, type Message } from '../../base/message';
import { explained, type RequestFailure, type SharedStep } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';
import { describeHuaweiFailure } from './errorMessages';
import { isInconclusive } from './iamProject';

/**
 * Marks a failure of the identity service as one of a shared step. It says nothing about any task, so `not-found` becomes
 * `address`.
 * @param endpoint base URL of the identity service
 * @param hasReceipt whether the response proves that only the second factor is missing
 */
export function atStep(
  step: SharedStep,
  failure: RequestFailure,
  endpoint: string,
  hasReceipt = false,
): RequestFailure {
  const host = URL.parse(endpoint)?.host;
  const kind = failure.kind === 'not-found' ? 'address' : failure.kind;
  const marked = { ...(host ? { host } : {}), ...failure, kind, step };
  const describeStep = step === 'sign-in' ? describeSignIn : describeLookUp;
  return explained(marked, () => describeHuaweiFailure(marked) ?? describeStep(marked, hasReceipt));
}

function describeSignIn(failure: RequestFailure, hasReceipt: boolean): Message | undefined {
  const said = quoteFailure(failure);
  if (hasReceipt) {
    return message(
      'The password is correct, but MFA is enabled for this user ({0}). Update the credentials and enter a passcode.',
      said,
    );
  }
  if (failure.kind === 'unauthorised') {
    return message(
      'Sign-in failed ({0}). Check the user name, password and account name, and the project ID and region of the connection. If MFA is enabled for this user, update the credentials and enter a passcode.',
      said,
    );
  }
  return isInconclusive(failure)
    ? message(
        'Sign-in failed: unexpected response of the identity service ({0}). Check the IAM endpoint and the region of the connection.',
        said,
      )
    : undefined;
}

function describeLookUp(failure: RequestFailure): Message | undefined {
  return isInconclusive(failure)
    ? message(
        'The project ID could not be looked up ({0}). Set the project ID of the connection: the console shows it under My Credentials > API Credentials.',
        quoteFailure(failure),
      )
    : undefined;
}
