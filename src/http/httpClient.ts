import fetch, { type Response } from 'node-fetch';
import type { Agent } from 'node:https';
import { Readable } from 'node:stream';
import { onAbort, raceAbort } from '../base/async/abort';
import { yieldToEventLoop, type Clock } from '../base/clock';
import { CancelledError } from '../base/errors';
import type { Logger } from '../base/log';
import { omitUndefined } from '../base/omitUndefined';
import { parseAddress } from './address';
import { RequestError } from './failure';
import { readBodyWithLimit } from './readBodyWithLimit';
import { isLarge } from './responseBody';
import { shortenJson, type ShortenedJson } from './shortenJson';
import { isLostConnection, toNetworkError } from './networkError';
import { readProxyRefusal } from './proxyRefusal';
import type { HttpRequest, HttpResponse } from './request';
import { createTrustedCertificates } from './trustedCertificates';
import { withVerification } from './verifiedRequests';

/** Timeout, cancellation and certificates of one request. */
export interface SendOptions {
  /** For the whole exchange, up to the last byte of the response (ms). */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Full path of a PEM file with certificates to trust in addition. */
  readonly caFile?: string;
}

/** Sends requests. There is nothing to dispose: the agents are Node's own, as VS Code set them up. */
export interface HttpClient {
  /**
   * Sends a request and reads the whole response, whatever its status, with two exceptions. A redirect is a failure:
   * the authentication headers must not reach another host. A proxy's refusal is a failure, too.
   * @throws RequestError `address`, `offline`, `timeout`, `tls`, `redirected` or `too-large`
   * @throws CancelledError when `signal` is aborted
   */
  send(request: HttpRequest, options: SendOptions): Promise<HttpResponse>;
}

const usualHeaders = { accept: 'application/json', 'user-agent': 'cloud-task-tracker' };

/** Injected dependencies of a client. */
interface HttpClientDeps {
  readonly clock: Clock;
  /** Limit of a response's size after decompression, in bytes; 8 MiB without it. */
  readonly maxBytes?: number;
  readonly log?: Logger;
}

/** Creates a client. */
export function createHttpClient({ clock, maxBytes = 8 * 1024 * 1024, log }: HttpClientDeps): HttpClient {
  const certificates = createTrustedCertificates();

  /** Shortens a large body, and yields to the event loop between two steps. */
  async function shortened(body: string): Promise<ShortenedJson> {
    if (!isLarge(body)) {
      return { text: body, lists: [] };
    }
    const shortening = shortenJson(body);
    for (;;) {
      const step = shortening.next();
      await yieldToEventLoop(clock);
      if (step.done === true) {
        return step.value;
      }
    }
  }

  /** Sends one request and reads its response. Aborting `stop` ends both at any time. */
  async function exchange(
    request: HttpRequest,
    url: URL,
    stop: AbortController,
    caFile: string | undefined,
  ): Promise<HttpResponse> {
    let sentAt = clock.now();
    // Without a CA file no agent is passed, since VS Code sets up Node's own with proxies and certificates.
    const connectOnce = (agent?: Agent): Promise<Response> => {
      sentAt = clock.now();
      return withVerification(() =>
        fetch(url.href, {
          method: request.method,
          headers: { ...usualHeaders, ...request.headers },
          ...omitUndefined({ body: request.body, agent }),
          redirect: 'manual',
          signal: stop.signal,
        }),
      );
    };
    // A host may close an idle connection just when it is used again. A GET may be sent once more (RFC 9110, 9.2.2).
    const connect = async (agent?: Agent): Promise<Response> => {
      try {
        return await connectOnce(agent);
      } catch (error) {
        if (request.method !== 'GET' || stop.signal.aborted || !isLostConnection(error)) {
          throw error;
        }
        return connectOnce(agent);
      }
    };
    const isPlain = caFile === undefined || url.protocol === 'http:';
    // Reading a file cannot be canceled, and a network drive may never respond.
    const received = await (isPlain ? connect() : raceAbort(certificates.connect(caFile, connect), stop.signal));
    const stream = bodyOf(received);
    // node-fetch reports an abort as an event, which ends the process unless there is a listener.
    stream.on('error', () => undefined);
    try {
      const isAccepted = request.acceptedRedirects?.includes(received.status) ?? false;
      if (received.status >= 300 && received.status < 400 && !isAccepted) {
        throw new RequestError({
          kind: 'redirected',
          host: url.host,
          status: received.status,
          ...target(received, url),
        });
      }
      const read = await readBodyWithLimit(stream, maxBytes, received.headers.get('content-type')).catch(
        (error: unknown) => {
          throw inBody(error, url.host);
        },
      );
      if (!read) {
        throw new RequestError({ kind: 'too-large', host: url.host, status: received.status });
      }
      const receivedAt = clock.now();
      log?.debug(`${nameOf(request, url)}: ${received.status}, ${receivedAt - sentAt} ms, ${read.bytes} bytes`);
      const headers = Object.fromEntries(received.headers);
      const { text: body, lists } = await shortened(read.text);
      const response = {
        ...{ status: received.status, headers, body, sentAt, receivedAt },
        ...(lists.length > 0 && { shortened: lists }),
      };
      const refusal = readProxyRefusal(response);
      if (refusal) {
        throw new RequestError({ host: url.host, ...refusal });
      }
      return response;
    } finally {
      stream.destroy();
    }
  }

  return {
    async send(request, { timeoutMs, signal, caFile }) {
      const url = parseAddress(request.url);
      const stop = new AbortController();
      const timer = clock.schedule(timeoutMs, () => {
        stop.abort(new RequestError({ kind: 'timeout', host: url.host }));
      });
      const listening =
        signal &&
        onAbort(signal, () => {
          stop.abort(new CancelledError());
        });
      try {
        return await exchange(request, url, stop, caFile);
      } catch (thrown) {
        const reason: unknown = stop.signal.aborted ? stop.signal.reason : thrown;
        const error = reason instanceof CancelledError ? reason : toFailure(reason, url);
        log?.debug(`${nameOf(request, url)}: ${error.message}`);
        throw error;
      } finally {
        timer.dispose();
        listening?.dispose();
      }
    },
  };
}

/** A response that breaks off may be this one alone, again and again: a proxy cuts what is too long. */
function inBody(thrown: unknown, host: string): Error {
  const error = toNetworkError(thrown, host);
  return error instanceof RequestError && error.failure.kind === 'offline'
    ? new RequestError({ ...error.failure, scope: 'service' }, { cause: thrown })
    : error;
}

function toFailure(reason: unknown, url: URL): Error {
  return reason instanceof RequestError ? reason : toNetworkError(reason, url.host);
}

/** For the log: without the query, which may name things, and the headers, which hold secrets. */
function nameOf({ method }: HttpRequest, { host, pathname }: URL): string {
  return `${method} ${host}${pathname}`;
}

// node-fetch types the body as any stream.
function bodyOf(response: Response): Readable {
  return response.body instanceof Readable ? response.body : Readable.from([]);
}

/** The host that a redirect leads to, without the path, which may hold a secret. */
function target(response: Response, url: URL): { detail?: string } {
  const location = response.headers.get('location');
  const host = location === null ? '' : URL.parse(location, url)?.host;
  return host ? { detail: host } : {};
}
