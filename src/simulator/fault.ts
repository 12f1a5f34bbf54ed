import { toDisposable, type Disposable } from '../base/lifecycle';
import type { SimulatedRequest } from './exchange';
import type { SimulatedRoute } from './routes';

/** Which requests a fault befalls: those that meet all that is given, or every one. */
export interface FaultMatch {
  readonly service?: SimulatedRoute['service'];
  /** The path as it is sent; a text must be equal. */
  readonly path?: string | RegExp;
  readonly taskId?: string;
  /** How many requests, before the fault is over; all until it is disposed of when left out. */
  readonly times?: number;
}

/**
 * Something that goes wrong with an answer.
 *
 * - `status`: another status, with these headers and this body, instead of the answer
 * - `html`: a page of HTML, as a proxy's or a login's
 * - `truncated`: the right answer, cut off in its middle
 * - `empty`: no body
 * - `huge`: valid JSON of so many MiB
 * - `hang`: no answer, ever
 * - `reset`: the connection breaks, after so many bytes of the body where given
 * - `redirect`: to `location`
 * - `other-shape`: JSON, but not what the documents describe; `body` where given
 * - `slow`: the right answer, `delayMs` later by the cloud's clock
 */
export type FaultKind =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Text as it is; anything else as JSON. */
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

/** A fault and the requests that it befalls. */
export type Fault = FaultKind & { readonly match?: FaultMatch };

/** The faults that are in force, oldest first. */
export interface FaultList {
  add(fault: Fault): Disposable;
  /** The first fault that befalls this request; counts it as one of the fault's times. */
  take(request: SimulatedRequest, route: SimulatedRoute): FaultKind | undefined;
  clear(): void;
}

export function createFaultList(): FaultList {
  const entries = new Set<{ readonly fault: Fault; left: number }>();
  return {
    add(fault) {
      const entry = { fault, left: fault.match?.times ?? Infinity };
      entries.add(entry);
      return toDisposable(() => entries.delete(entry));
    },
    take(request, route) {
      const entry = [...entries].find(({ fault, left }) => left > 0 && matches(fault.match ?? {}, request, route));
      if (entry) {
        entry.left--;
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
