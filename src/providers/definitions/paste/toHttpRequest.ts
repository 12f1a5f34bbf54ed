import type { HttpRequest } from '../../../http/request';
import type { SentRequest } from '../guess/sentRequest';

/** The request that a definition would make, as it is sent to see what a service responds. */
export function toHttpRequest({ method, url, headers, body }: SentRequest): HttpRequest {
  const isForm = body?.kind === 'form';
  return {
    method,
    url,
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: isForm ? new URLSearchParams(body.form).toString() : JSON.stringify(body.json) } : {}),
    // A service may lead from a job's status to its result; it is not followed.
    acceptedRedirects: [303],
  };
}
