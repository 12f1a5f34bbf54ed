import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock';
import type { Disposable } from '../base/lifecycle';
import type { SimulatedResponse } from './exchange';
import type { FaultKind } from './fault';

const mebibyte = 2 ** 20;

/** Applies a fault to the content of a response; {@link sendResponse} applies the faults in how it is sent. */
export function toFaultyResponse(response: SimulatedResponse, fault: FaultKind): SimulatedResponse {
  switch (fault.kind) {
    case 'status': {
      const { body: stated = '' } = fault;
      const type = typeof stated === 'string' ? 'text/plain' : 'application/json';
      const body = typeof stated === 'string' ? stated : JSON.stringify(stated);
      return { ...response, status: fault.status, headers: { 'content-type': type, ...fault.headers }, body };
    }
    case 'html': {
      const body =
        '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';
      return { ...response, status: fault.status ?? 200, headers: { 'content-type': 'text/html' }, body };
    }
    case 'truncated':
      return { ...response, body: response.body.slice(0, response.body.length / 2) };
    case 'empty':
      return { ...response, status: fault.status ?? response.status, body: '' };
    case 'redirect':
      return { ...response, status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
    case 'other-shape':
      return {
        ...response,
        status: 200,
        body: JSON.stringify('body' in fault ? fault.body : { result: { ok: true } }),
      };
    case 'huge':
      return { ...response, status: 200 };
    case 'hang':
    case 'reset':
    case 'slow':
      return response;
  }
}

/**
 * Sends a response, with a fault if there is one.
 * @param onSent called once, with the status, after the response was sent; 0 if a fault prevents it
 * @returns a pending timer, if the response is delayed
 */
export function sendResponse(
  connection: ServerResponse,
  response: SimulatedResponse,
  fault: FaultKind | undefined,
  clock: Clock,
  onSent: (status: number) => void,
): Disposable | undefined {
  const head = { date: new Date(clock.now()).toUTCString(), ...response.headers };
  const bytes = Buffer.from(response.body);
  const sendWhole = (): void => {
    // A 204 must not have a Content-Length.
    const length = response.status === 204 ? {} : { 'content-length': bytes.length };
    connection.writeHead(response.status, { ...head, ...length }).end(bytes);
    onSent(response.status);
  };
  switch (fault?.kind) {
    case 'hang':
      onSent(0);
      return undefined;
    case 'reset':
      if (fault.afterBytes === undefined) {
        connection.socket?.resetAndDestroy();
      } else {
        connection.writeHead(response.status, { ...head, 'content-length': bytes.length });
        connection.write(bytes.subarray(0, Math.max(1, fault.afterBytes)), () => connection.socket?.destroy());
      }
      onSent(0);
      return undefined;
    case 'slow':
      return clock.schedule(fault.delayMs, sendWhole);
    case 'huge':
      connection.writeHead(response.status, head);
      connection.write('{"padding":"');
      sendPadding(connection, fault.mebibytes);
      onSent(response.status);
      return undefined;
    case 'status':
    case 'html':
    case 'truncated':
    case 'empty':
    case 'redirect':
    case 'other-shape':
    case undefined:
      sendWhole();
      return undefined;
  }
}

/** Writes one MiB at a time and waits until it is sent, to keep memory use small. */
function sendPadding(connection: ServerResponse, remainingMebibytes: number): void {
  if (connection.destroyed) {
    return;
  }
  if (remainingMebibytes <= 0) {
    connection.end('"}');
    return;
  }
  connection.write('x'.repeat(Math.ceil(Math.min(remainingMebibytes, 1) * mebibyte)), (error) => {
    if (!error) {
      sendPadding(connection, remainingMebibytes - 1);
    }
  });
}
