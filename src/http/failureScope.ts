import { missingThing } from './errorCodes';
import { failureScopes, type FailureScope, type RequestFailure } from './failure';

/**
 * The scope of a failure. This is the one place that decides what failed, from the evidence that `failureParser.ts`, `networkError.ts` and
 * the client's steps put into a failure:
 *
 * | scope        | evidence                                                                  | what follows                                     |
 * | ------------ | ------------------------------------------------------------------------- | ------------------------------------------------ |
 * | `task`       | the service's own JSON says that it does not know the task                | polled alone; `expired` when it stays so         |
 * | `request`    | JSON that rejects this request, has another shape, or is too large        | this task is stale, the others go on             |
 * | `service`    | a timeout, throttling, 5xx, a redirect, a response that breaks off or is not the service's JSON | a backoff; the failed task goes to the end |
 * | `connection` | no connection, certificate, address, credentials, or a step before tasks  | all due tasks are stale, one message, one backoff |
 *
 * The steps before tasks are sign-in, the look-up of the project id and the file of certificates: whatever their status,
 * they fail for all tasks alike and say nothing about any.
 */
export function scopeOf({ kind, status = 0, scope, step }: RequestFailure): FailureScope {
  if (step !== undefined) {
    return 'connection';
  }
  // Another extension's provider may have put anything there.
  return failureScopes.find((known) => known === scope) ?? scopeOfKind(kind, status);
}

/** Whether a failure concerns one task only, so that the others of its connection are polled at once. */
export function isAlone(scope: FailureScope): boolean {
  return scope === 'task' || scope === 'request';
}

/** Whether the address of a request, such as that of the next page of a list, is at fault rather than a step before it. */
export function isOfAddress({ kind, step }: RequestFailure): boolean {
  return step === undefined && (kind === 'address' || kind === 'redirected');
}

/**
 * Whether a `not-found` says no more than its status. Web frameworks answer so for a path that they do not know, and services for what
 * the credentials may not see: with a missing route or permission all tasks look as if they were gone.
 */
export function isBareNotFound({ status, code = 'NotFound', detail = 'Not found' }: RequestFailure): boolean {
  return status === 404 && missingThing(code) === 'unnamed' && bareWords.test(detail);
}

/** The reason phrase, Spring's text in place of a message, and the same with the word that HTTP has for all things. */
const bareWords =
  /^(error )?(404\W*)?((the )?(requested )?resource (was )?)?not found\W*$|^no message available$|^(请求的)?(资源)?(不存在|未找到)$/i;

function scopeOfKind(kind: RequestFailure['kind'], status: number): FailureScope {
  switch (kind) {
    case 'offline':
    case 'tls':
    case 'address':
    case 'credentials-missing':
    case 'unauthorised':
    case 'wrong-clock':
      return 'connection';
    case 'timeout':
    case 'throttled':
    // Some services redirect from a task that has ended to its result.
    case 'redirected':
      return 'service';
    case 'server-error':
      // With a 4xx status, a documented error code about this request.
      return status >= 500 ? 'service' : 'request';
    case 'not-found':
      return 'task';
    case 'too-large':
    case 'forbidden':
    case 'rejected':
    case 'not-json':
    case 'unexpected-shape':
      return 'request';
  }
}
