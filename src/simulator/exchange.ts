/** A request as a simulated service receives it. */
export interface SimulatedRequest {
  /** A random id. The Huawei services also return it in their responses. */
  readonly id: string;
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  /** The path, as sent. */
  readonly path: string;
  /** The decoded segments of the path. After a trailing slash the last one is empty. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The response of a simulated service. */
export interface SimulatedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The name of the authenticated account. Not a secret. */
  readonly account?: string;
}

/** Creates a JSON response. */
export function jsonResponse(status: number, value: unknown, headers: Record<string, string> = {}): SimulatedResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** Parses a request. @returns undefined when its address is malformed */
export function toSimulatedRequest(
  id: string,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): SimulatedRequest | undefined {
  const address = URL.parse(url, 'http://localhost');
  if (!address) {
    return undefined;
  }
  try {
    const segments = address.pathname.slice(1).split('/').map(decodeURIComponent);
    return { id, method, url, path: address.pathname, segments, query: address.searchParams, headers, body };
  } catch {
    return undefined;
  }
}

/**
 * Checks the parameter names of a query.
 * @param repeatable names that may occur more than once
 * @returns the problem, if a parameter is unknown or repeated
 */
export function queryProblem(
  { query }: SimulatedRequest,
  known: readonly string[],
  repeatable: readonly string[] = [],
): string | undefined {
  for (const name of query.keys()) {
    if (!known.includes(name)) {
      return `unknown parameter ${name}`;
    }
    if (!repeatable.includes(name) && query.getAll(name).length > 1) {
      return `parameter ${name} is repeated`;
    }
  }
  return undefined;
}

/**
 * Parses a whole number from a query.
 * @returns `fallback` when `text` is null, `NaN` when it is not a whole number within the bounds
 */
export function wholeNumber(text: string | null, fallback: number, least: number, most: number): number {
  if (text === null) {
    return fallback;
  }
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : NaN;
}
