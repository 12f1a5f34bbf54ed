import { jsonResponse, type SimulatedResponse } from '../exchange';

const titles = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const;

/** An error in the shape of the identity service, which is Keystone's. */
export function iamError(status: keyof typeof titles, text: string): SimulatedResponse {
  return jsonResponse(status, { error: { message: text, code: status, title: titles[status] } });
}
