import type { FailureKind } from './failure';

/**
 * What the services' own error codes mean, where that is not what the HTTP status says. From the error code pages of
 * Huawei's API gateway (which some services spell `APIG`), VOD, DSC and KooDrive. Without regard to case.
 */
const kindOfCode: readonly (readonly [RegExp, FailureKind])[] = [
  // No such API: the region or the host is wrong, which says nothing about the task.
  [/^APIGW?\.0101$/i, 'address'],
  [/^APIGW?\.03(01|03|05|07|11)$/i, 'unauthorised'],
  [/^APIGW?\.(03(02|04|06|10)|04(01|02|04)|080[12])$/i, 'forbidden'],
  [/^APIGW?\.0308$/i, 'throttled'],
  [/^APIGW?\.06\d\d$/i, 'server-error'],

  // VOD answers 403 for its own trouble as well.
  [/^VOD\.1005[12]$/i, 'server-error'],
  [/^VST\.10002$/i, 'server-error'],
  [/^(VOD\.10054|VST\.10004)$/i, 'unauthorised'],
  [/^VOD\.10055$/i, 'forbidden'],
  [/^VOD\.10062$/i, 'not-found'],
  [/^(VOD\.100(53|81|83)|VST\.10001)$/i, 'rejected'],

  // DSC sends its internal error with status 400.
  [/^DSC\.00000002$/i, 'server-error'],
  [/^DSC\.(00000004|40000011)$/i, 'rejected'],

  // KooDrive: parameter check, and a server behind the server.
  [/^13000102$/, 'rejected'],
  [/^13000201$/, 'server-error'],
  [/^130003\d\d$/, 'rejected'],

  // Codes in words, as Shoplazza writes them.
  [/^(Unauthori[sz]ed|InvalidAccessToken|InvalidToken)$/i, 'unauthorised'],
  [/^(TooManyRequests|RateLimit\w*)$/i, 'throttled'],
  [/^\w*NotFound$/i, 'not-found'],
];

/** The kind that a service's error code stands for; nothing when the status decides. */
export function kindOfErrorCode(code: string | undefined): FailureKind | undefined {
  return code === undefined ? undefined : kindOfCode.find(([pattern]) => pattern.test(code))?.[1];
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
