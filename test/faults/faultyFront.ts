import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as startRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** The header that names the window which sent a request. The product knows nothing of it: the stage adds it. */
export const windowHeader = 'x-storm-window';

/** Times that faults use, by the storm's clock (ms). */
const second = 1_000;

/**
 * What the front may do to a request. `effect`: what the client can make of it.
 *
 * - `good`: the whole response arrives
 * - `failed`: no response of the service, and the client may wait as after any failure
 */
const faults = {
  none: 'good',
  'wrong Date': 'good',
  'slow body': 'good',
  reset: 'failed',
  'reset within the body': 'failed',
  'truncated JSON': 'failed',
  '500': 'failed',
  '502 page': 'failed',
  '503 with Retry-After': 'failed',
  '429': 'failed',
  '429 with Retry-After': 'failed',
  '429 with a date': 'failed',
  'captive portal page': 'failed',
  'captive portal redirect': 'failed',
  '511 page': 'failed',
  'body slower than the timeout': 'failed',
  'echo of the request': 'failed',
} as const satisfies Record<string, 'good' | 'failed'>;

/** Names what the front did to a request. */
export type FaultName = keyof typeof faults;

/** The names of everything but `none`. */
export const faultNames = (Object.keys(faults) as FaultName[]).filter((name) => name !== 'none');

/** One request that came to a front. */
export interface FrontRecord {
  /** True time, ms since the epoch. */
  readonly at: number;
  /** When the response was complete, or the fault had its effect; true time, ms since the epoch. */
  endedAt?: number;
  /** Names the front. */
  readonly place: string;
  readonly window: string;
  readonly path: string;
  /** The service's status. */
  status: number;
  fault: FaultName;
  /** Whether the service rejected the time of a signature, and not the key. */
  isAboutTime?: boolean;
  /** How long the client was told to wait (ms). */
  retryAfterMs?: number;
}

/** Whether the whole response of the service reached the client. */
export function arrived({ fault }: FrontRecord): boolean {
  return faults[fault] === 'good';
}

/** What a front needs. */
interface FrontDeps {
  readonly place: string;
  /** The origin of the cloud behind it. */
  readonly target: string;
  readonly speed: number;
  readonly now: () => number;
  readonly random: () => number;
  /** Chooses what to do; asked after the service has responded. */
  readonly choose: (record: FrontRecord) => FaultName;
  /** A body slower than this times out (ms). */
  readonly timeoutMs: number;
  readonly onRequest: (record: FrontRecord) => void;
}

/** A server before the cloud, on loopback, which does to responses what networks do. */
export interface FaultyFront {
  readonly origin: string;
  stop(): Promise<void>;
}

const page = (title: string): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>Sign in to go on.</p></body></html>`;

/** Starts a front on a free port. */
export async function startFaultyFront(deps: FrontDeps): Promise<FaultyFront> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    pass(deps, agent, request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      await close(server);
      agent.destroy();
    },
  };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

async function pass(deps: FrontDeps, agent: Agent, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '/', method = 'GET', headers } = request;
  const { [windowHeader]: window, ...others } = headers;
  const record: FrontRecord = {
    at: deps.now(),
    place: deps.place,
    window: String(window),
    path: url,
    status: 0,
    fault: 'none',
  };
  deps.onRequest(record);
  const { hostname, port } = new URL(deps.target);
  const forwarded = startRequest({ hostname, port, method, path: url, agent, headers: others });
  request.pipe(forwarded);
  const [received] = (await once(forwarded, 'response')) as [IncomingMessage];
  const body = Buffer.concat((await received.toArray()) as Buffer[]);
  record.status = received.statusCode ?? 0;
  record.isAboutTime = record.status === 401 && body.includes('expired');
  record.fault = deps.choose(record);
  response.on('close', () => {
    record.endedAt = deps.now();
  });
  const { date, ...kept } = received.headers;
  send(deps, record, request, response, { headers: { ...kept, date: date ?? '' }, body });
}

function send(
  deps: FrontDeps,
  record: FrontRecord,
  request: IncomingMessage,
  response: ServerResponse,
  { headers, body }: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: Buffer },
): void {
  const { random, speed, timeoutMs } = deps;
  const dateHeader = { date: String(headers['date']) };
  const whole = { ...headers, 'content-length': String(body.length) };
  const say = (status: number, more: Record<string, string>, text: string): void => {
    response.writeHead(status, { ...dateHeader, ...more }).end(text);
  };
  /** Writes the body in pieces over this time (ms of the storm). */
  const drip = (forMs: number): void => {
    const pieces = 4;
    response.writeHead(record.status, whole);
    for (let piece = 0; piece < pieces; piece++) {
      const part = body.subarray((body.length * piece) / pieces, (body.length * (piece + 1)) / pieces);
      setTimeout(
        () => {
          if (piece === pieces - 1) {
            response.end(part);
          } else {
            response.write(part);
          }
        },
        (forMs / speed) * ((piece + 1) / pieces),
      );
    }
  };
  const html = { 'content-type': 'text/html' };
  const json = { 'content-type': 'application/json' };
  switch (record.fault) {
    case 'none':
      response.writeHead(record.status, whole).end(body);
      return;
    case 'wrong Date': {
      const away = (random() - 0.5) * 2 * 86_400 * second;
      response.writeHead(record.status, { ...whole, date: new Date(deps.now() + away).toUTCString() }).end(body);
      return;
    }
    case 'slow body':
      drip(timeoutMs / 8);
      return;
    case 'body slower than the timeout':
      drip(timeoutMs * 1.5);
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'reset within the body':
      response.writeHead(record.status, whole);
      response.write(body.subarray(0, body.length / 2), () => request.socket.resetAndDestroy());
      return;
    case 'truncated JSON': {
      const half = body.subarray(0, body.length / 2);
      response.writeHead(record.status, { ...headers, 'content-length': String(half.length) }).end(half);
      return;
    }
    case '500':
      say(500, json, random() < 0.5 ? '' : '{"message":"internal error"}');
      return;
    case '502 page':
      say(502, html, page('502 Bad Gateway'));
      return;
    case '511 page':
      say(511, html, page('Network Authentication Required'));
      return;
    case 'captive portal page':
      say(200, html, page('Welcome to the hotel'));
      return;
    case 'captive portal redirect':
      say(302, { location: 'http://portal.example/login' }, '');
      return;
    case '429':
      record.retryAfterMs = 60 * second;
      say(429, json, '{"message":"too many requests"}');
      return;
    case '503 with Retry-After':
    case '429 with Retry-After': {
      const seconds = 1 + Math.floor(random() * 40);
      record.retryAfterMs = seconds * second;
      say(
        record.fault === '429 with Retry-After' ? 429 : 503,
        { ...html, 'retry-after': String(seconds) },
        page('Busy'),
      );
      return;
    }
    case '429 with a date': {
      const seconds = 1 + Math.floor(random() * 40);
      // A date has whole seconds.
      record.retryAfterMs = (seconds + 1) * second;
      const until = new Date(Date.parse(dateHeader.date) + seconds * second).toUTCString();
      say(429, { ...html, 'retry-after': until }, page('Busy'));
      return;
    }
    case 'echo of the request':
      // As debugging gateways do: everything that came in, secrets included.
      say(
        502,
        json,
        JSON.stringify({ error: 'upstream failed', request: { url: request.url, headers: request.headers } }),
      );
      return;
  }
}
