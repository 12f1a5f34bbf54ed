import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock';
import type { Disposable } from '../base/lifecycle';
import type { SimulatedAnswer } from './exchange';
import type { FaultKind } from './fault';

const mebibyte = 2 ** 20;

/** The answer that is to be sent when `fault` befalls `answer`: what changes is the answer, not how it is sent. */
export function toFaultyAnswer(answer: SimulatedAnswer, fault: FaultKind): SimulatedAnswer {
  switch (fault.kind) {
    case 'status': {
      const { body: stated = '' } = fault;
      const type = typeof stated === 'string' ? 'text/plain' : 'application/json';
      const body = typeof stated === 'string' ? stated : JSON.stringify(stated);
      return { ...answer, status: fault.status, headers: { 'content-type': type, ...fault.headers }, body };
    }
    case 'html': {
      const body =
        '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';
      return { ...answer, status: fault.status ?? 200, headers: { 'content-type': 'text/html' }, body };
    }
    case 'truncated':
      return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
    case 'empty':
      return { ...answer, status: fault.status ?? answer.status, body: '' };
    case 'redirect':
      return { ...answer, status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
    case 'other-shape':
      return { ...answer, status: 200, body: JSON.stringify('body' in fault ? fault.body : { result: { ok: true } }) };
    case 'huge':
      return { ...answer, status: 200 };
    case 'hang':
    case 'reset':
    case 'slow':
      return answer;
  }
}

/**
 * Sends an answer, as `fault` wants it.
 * @param onSent is called once, with the status, when all of it was handed over; 0 when there is no answer
 * @returns what still has to happen, if anything
 */
export function sendAnswer(
  response: ServerResponse,
  answer: SimulatedAnswer,
  fault: FaultKind | undefined,
  clock: Clock,
  onSent: (status: number) => void,
): Disposable | undefined {
  const head = { date: new Date(clock.now()).toUTCString(), ...answer.headers };
  const bytes = Buffer.from(answer.body);
  const sendWhole = (): void => {
    // A 204 has no body, and so no length.
    const length = answer.status === 204 ? {} : { 'content-length': bytes.length };
    response.writeHead(answer.status, { ...head, ...length }).end(bytes);
    onSent(answer.status);
  };
  switch (fault?.kind) {
    case 'hang':
      onSent(0);
      return undefined;
    case 'reset':
      if (fault.afterBytes === undefined) {
        response.socket?.resetAndDestroy();
      } else {
        response.writeHead(answer.status, { ...head, 'content-length': bytes.length });
        response.write(bytes.subarray(0, Math.max(1, fault.afterBytes)), () => response.socket?.destroy());
      }
      onSent(0);
      return undefined;
    case 'slow':
      return clock.schedule(fault.delayMs, sendWhole);
    case 'huge':
      response.writeHead(answer.status, head);
      response.write('{"padding":"');
      sendPadding(response, fault.mebibytes);
      onSent(answer.status);
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

/** Writes MiB after MiB, each when the one before has left, so that the cloud itself stays small. */
function sendPadding(response: ServerResponse, left: number): void {
  if (response.destroyed) {
    return;
  }
  if (left <= 0) {
    response.end('"}');
    return;
  }
  response.write('x'.repeat(Math.ceil(Math.min(left, 1) * mebibyte)), (error) => {
    if (!error) {
      sendPadding(response, left - 1);
    }
  });
}
