import type { FailureKind } from './failure';

/**
 * What a service's own error code means, where that is not what the HTTP status says; nothing when it does not know the
 * code.
 */
export type CodeClassifier = (code: string, status: number) => FailureKind | undefined;

/** Error codes by their forms; the first form that fits counts. */
export type CodeTable = readonly (readonly [form: RegExp, kind: FailureKind])[];

/** The kind that a table gives for a code; nothing when it has none. */
export function kindInTable(table: CodeTable, code: string): FailureKind | undefined {
  return table.find(([form]) => form.test(code))?.[1];
}

/** Codes in words, which many services write alike. */
const words: CodeTable = [
  [/^(Unauthori[sz]ed|InvalidAccessToken|InvalidToken)$/i, 'unauthorised'],
  [/^(TooManyRequests|RateLimit\w*)$/i, 'throttled'],
  [/^\w*NotFound$/i, 'not-found'],
];

/** The kind that a code in words stands for, whichever service wrote it; nothing when the status decides. */
export function kindOfWord(code: string): FailureKind | undefined {
  return kindInTable(words, code);
}

const successCodes: ReadonlySet<string> = new Set(['0', '200', 'ok', 'success']);

/** Whether a `code` in a body with a 2xx status says that all is well. */
export function isSuccessCode(code: string): boolean {
  return successCodes.has(code.toLowerCase());
}

/** The kind that an HTTP status stands for. */
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
