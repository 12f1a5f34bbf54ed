import type { FailureKind } from './failure';

/**
 * Maps a service's error code to a kind where the HTTP status says otherwise; returns nothing for an unknown code.
 */
export type CodeClassifier = (code: string, status: number) => FailureKind | undefined;

/** Error codes by pattern; the first match counts. */
export type CodeTable = readonly (readonly [form: RegExp, kind: FailureKind])[];

/** Looks up the kind of a code; returns nothing when no pattern matches. */
export function kindInTable(table: CodeTable, code: string): FailureKind | undefined {
  return table.find(([form]) => form.test(code))?.[1];
}

/** Codes that are words, which many services share. */
const words: CodeTable = [
  [/^(Unauthori[sz]ed|InvalidAccessToken|InvalidToken|Unauthenticated|AuthFailure(\.\w+)*)$/i, 'unauthorised'],
  [/^(TooManyRequests|Too_Many_Requests|RateLimit\w*|Rate_Limit\w*|Throttl[\w.]*|RequestLimitExceeded)$/i, 'throttled'],
];

/** The kind of a code that is a word, for any service; nothing when the status decides. */
export function kindOfWord(code: string): FailureKind | undefined {
  const missing = missingThing(code);
  return kindInTable(words, code) ?? (missing === 'task' || missing === 'unnamed' ? 'not-found' : undefined);
}

/**
 * What is missing by a code such as `TaskNotFound`, `TASK_NOT_FOUND` or `InvalidTaskId.NotFound`: the task, another thing, or it
 * does not say what. Undefined for a code of another form.
 */
export function missingThing(code: string): 'task' | 'other' | 'unnamed' | undefined {
  const [, thing] = /^([a-z0-9]*)notfound(?:exception|error|fault)?$/i.exec(code.replace(/[_.:\s-]/g, '')) ?? [];
  if (thing === undefined) {
    return undefined;
  }
  if (/^(e|err|error|http)?$/i.test(thing)) {
    return 'unnamed';
  }
  return /(task|job|run|record|item|resource|entity|object|data)(id)?$/i.test(thing) ? 'task' : 'other';
}

const successCodes: ReadonlySet<string> = new Set(['0', '200', 'ok', 'success']);

/** Whether a `code` in a body with a 2xx status reports success. */
export function isSuccessCode(code: string): boolean {
  return successCodes.has(code.toLowerCase());
}

/** Maps an HTTP status to a kind. */
export function kindOfStatus(status: number): FailureKind {
  switch (status) {
    case 401:
      return 'unauthorised';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 408:
      return 'timeout';
    case 429:
      return 'throttled';
    default:
      return status >= 500 ? 'server-error' : status >= 300 && status < 400 ? 'redirected' : 'rejected';
  }
}
