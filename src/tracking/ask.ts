import { authorise } from '../auth/authorise';
import type { Credentials } from '../auth/credentials';
import type { Clock } from '../base/clock';
import type { Connection } from '../connections/connection';
import { RequestError, type RequestFailure } from '../http/failure';
import type { HttpClient } from '../http/httpClient';
import type { HttpRequest, HttpResponse } from '../http/request';
import type { ListReading, Provider, Reading, TaskLister } from '../providers/provider';

/** Who is asked, as whom, and for how long. */
export interface Question {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly signal?: AbortSignal;
}

/** Asks services; the one place where a request is made, signed, sent and read. */
export interface Asker {
  /** Asks for one task. @throws CancelledError only */
  task(question: Question, id: string): Promise<Reading>;
  /** Asks for a page of tasks. @throws CancelledError only */
  page(question: Question, list: TaskLister, page?: string): Promise<ListReading>;
}

/**
 * Makes the one way from a question to its reading.
 * @param timeoutMs how long a whole answer may take; read anew for each question
 */
export function createAsker(http: HttpClient, clock: Clock, timeoutMs: () => number): Asker {
  async function send({ connection, credentials, signal }: Question, request: HttpRequest): Promise<HttpResponse> {
    if (credentials.kind === 'iam-password') {
      throw new RequestError({ kind: 'credentials-missing' });
    }
    const { projectId, userId } = connection;
    const context = {
      now: clock.now(),
      ...(projectId === undefined ? {} : { projectId }),
      ...(userId === undefined ? {} : { userId }),
    };
    const authorised = authorise(request, credentials, context);
    return http.send(authorised, { timeoutMs: timeoutMs(), ...(signal ? { signal } : {}) });
  }

  async function ask<T extends { readonly ok: true }>(
    question: Question,
    makeRequest: () => HttpRequest,
    read: (response: HttpResponse) => T | { readonly ok: false; readonly failure: RequestFailure },
  ): Promise<T | { readonly ok: false; readonly failure: RequestFailure }> {
    let host: string | undefined;
    try {
      const request = makeRequest();
      host = URL.parse(request.url)?.host;
      const reading = read(await send(question, request));
      return reading.ok ? reading : { ok: false, failure: { ...(host ? { host } : {}), ...reading.failure } };
    } catch (error) {
      if (error instanceof RequestError) {
        return { ok: false, failure: { ...(host ? { host } : {}), ...error.failure } };
      }
      throw error;
    }
  }

  return {
    task: (question, id) =>
      ask(
        question,
        () => question.provider.request(question.connection, id),
        (response) => question.provider.read(response, id),
      ),
    page: (question, list, page) =>
      ask(
        question,
        () => list.request(question.connection, page),
        (response) => list.read(response, page),
      ),
  };
}
