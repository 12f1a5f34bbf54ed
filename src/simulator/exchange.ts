/** A request as a simulated service sees it. */
export interface SimulatedRequest {
  /** A random id, which the Huawei services also put into their answers. */
  readonly id: string;
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** The path alone, as it was sent. */
  readonly path: string;
  /** The path's segments, decoded; a trailing slash makes an empty last one. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a simulated service answers. */
export interface SimulatedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Name of the account that asked, once it is known. Not a secret. */
  readonly account?: string;
}

/** An answer in JSON. */
export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): SimulatedAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** Takes a request line apart; nothing when its address is malformed. */
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
 * Says what is wrong with the names in a query: one that the document does not list, or one that is there twice.
 * @param repeatable names that may be there more than once
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
 * Reads a whole number from a query.
 * @returns `fallback` when it is not there, `NaN` when it is no whole number within the bounds
 */
export function wholeNumber(text: string | null, fallback: number, least: number, most: number): number {
  if (text === null) {
    return fallback;
  }
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : NaN;
}
