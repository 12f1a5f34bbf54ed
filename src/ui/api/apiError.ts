import { CancellationError } from 'vscode';
import type { CloudTasksError, ErrorCode } from '../../api';
import { CancelledError, UserError, toError } from '../../base/errors';
import type { Logger } from '../../base/log';
import { RequestError } from '../../http/failure';
import { localize } from '../shell/localize';
import { requestErrorText } from '../text/requestErrorText';

/** The error with which a function of the API rejects. Its message is a translated sentence. */
export class ApiError extends Error implements CloudTasksError {
  override readonly name = 'CloudTasksError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Makes the error that another extension gets of any error.
 * @param userErrorCode what a {@link UserError} of this function means
 */
export function toApiError(error: unknown, userErrorCode: ErrorCode, log: Logger): Error {
  if (error instanceof ApiError || error instanceof CancellationError) {
    return error;
  }
  if (error instanceof CancelledError) {
    return new CancellationError();
  }
  if (error instanceof RequestError) {
    return new ApiError(error.failure.kind, requestErrorText(error), { cause: error });
  }
  if (error instanceof UserError) {
    return new ApiError(userErrorCode, localize(error.human), { cause: error });
  }
  log.error(`A function of the API failed: ${toError(error).stack ?? String(error)}`);
  return new ApiError('internal', toError(error).message, { cause: error });
}
