import type { RequestFailure } from '../http/failure';
import type { Asker, Question } from './ask';

/** An id that no task has, in a form that every service takes. */
const nobodysTask = '00000000000000000000000000000000';

/**
 * Finds out whether a connection works with a real request: the first page of its tasks where the service lists them,
 * else a task that does not exist, which only a service that accepted the credentials can say.
 * @returns what is wrong; nothing when the connection works
 * @throws CancelledError
 */
export async function testConnection(asker: Asker, question: Question): Promise<RequestFailure | undefined> {
  const { list } = question.provider;
  const reading = list ? await asker.page(question, list) : await asker.task(question, nobodysTask);
  return reading.ok || (!list && answersForUnknownTask(reading.failure)) ? undefined : reading.failure;
}

/** What services say of a task that does not exist; Huawei DSC calls it an internal error, with status 400. */
function answersForUnknownTask({ kind, status }: RequestFailure): boolean {
  return kind === 'not-found' || kind === 'rejected' || (kind === 'server-error' && status === 400);
}
