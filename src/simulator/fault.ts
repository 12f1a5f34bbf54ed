import { toDisposable, type Disposable } from '../base/lifecycle';
import type { SimulatedRequest } from './exchange';
import type { SimulatedRoute } from './routes';

/** Selects the requests that a fault affects: those that match every given field. */
export interface FaultMatch {
  readonly service?: SimulatedRoute['service'];
  /** The path as sent. A string must be equal. */
  readonly path?: string | RegExp;
  readonly taskId?: string;
  /** The number of requests that the fault affects; when left out, all until it is disposed. */
  readonly times?: number;
}

/**
 * A fault in a response.
 *
 * - `status`: another status, with these headers and this body
 * - `html`: an HTML page, as of a proxy or a login
 * - `truncated`: the first half of the correct response
 * - `empty`: no body
 * - `huge`: valid JSON of this many MiB
 * - `hang`: no response
 * - `reset`: closes the connection, after this many bytes of the body if given
 * - `redirect`: redirects to `location`
 * - `other-shape`: JSON that does not match the documents; `body` if given
 * - `slow`: the correct response, delayed by the cloud's clock
 */
export type FaultKind =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Strings are sent as they are, other values as JSON. */
      readonly body?: unknown;
    }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'empty'; readonly status?: number }
  | { readonly kind: 'huge'; readonly mebibytes: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  | { readonly kind: 'other-shape'; readonly body?: unknown }
  | { readonly kind: 'slow'; readonly delayMs: number };

/** A fault and the requests that it affects. */
export type Fault = FaultKind & { readonly match?: FaultMatch };

/** The active faults, oldest first. */
export interface FaultList {
  add(fault: Fault): Disposable;
  /** Returns the first fault that matches this request, and counts the request for `times`. */
  take(request: SimulatedRequest, route: SimulatedRoute): FaultKind | undefined;
  clear(): void;
}

/** Creates an empty list. */
export function createFaultList(): FaultList {
  const entries = new Set<{ readonly fault: Fault; remaining: number }>();
  return {
    add(fault) {
      const entry = { fault, remaining: fault.match?.times ?? Infinity };
      entries.add(entry);
      return toDisposable(() => entries.delete(entry));
    },
    take(request, route) {
      const entry = [...entries].find(
        ({ fault, remaining }) => remaining > 0 && matches(fault.match ?? {}, request, route),
      );
      if (entry) {
        entry.remaining--;
      }
      return entry?.fault;
    },
    clear() {
      entries.clear();
    },
  };
}

function matches(match: FaultMatch, { path }: SimulatedRequest, route: SimulatedRoute): boolean {
  return (
    (match.service === undefined || match.service === route.service) &&
    (match.taskId === undefined || match.taskId === route.taskId) &&
    (match.path === undefined || (typeof match.path === 'string' ? match.path === path : path.search(match.path) >= 0))
  );
}
