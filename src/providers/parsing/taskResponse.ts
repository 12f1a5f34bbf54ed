import { isJsonObject } from '../../base/json';
import type { CodeClassifier } from '../../http/errorCodes';
import type { RequestFailure } from '../../http/failure';
import { readFailure } from '../../http/failureParser';
import type { HttpResponse } from '../../http/request';
import { readWord } from './fields';
import { readJsonObject, unexpectedShape } from './response';
import { isRequestedId } from './taskId';

type JsonObject = Readonly<Record<string, unknown>>;

/** The shape of a service's responses about one task. */
export interface TaskShape {
  /** The field of the task's id. */
  readonly id: string;
  /** The field of the task's status. */
  readonly state: string;
  /** The documented fields, any of which identifies a task. */
  readonly fields: readonly string[];
  /** What the document describes, in a few words. */
  readonly expected: string;
  /** Classifies the error codes of the service. */
  readonly classifyCode?: CodeClassifier;
  /** The places of a body where the task may be, the best first; absent when it is the body. */
  readonly places?: (body: JsonObject) => readonly unknown[];
  /** The failure that the envelope around a task reports. @param task absent when the body contains none */
  readonly failureIn?: (
    response: HttpResponse,
    body: JsonObject,
    task: JsonObject | undefined,
  ) => RequestFailure | undefined;
  /** Whether the state counts although the envelope reports a failure; absent when it always does. */
  readonly isCertain?: (task: JsonObject) => boolean;
}

/** The task in a response, and the whole body; or why there is none. */
export type TaskBody =
  | { readonly ok: true; readonly task: JsonObject; readonly body: JsonObject }
  | { readonly ok: false; readonly failure: RequestFailure };

/**
 * Finds the task in a response. An object with a state and the requested id is the task, whatever else it contains: an
 * error beside them is the task's own. Only without them is an error in the body a failed request.
 */
export function readTaskBody(response: HttpResponse, id: string, shape: TaskShape): TaskBody {
  const json = readJsonObject(response, shape.classifyCode);
  if (!json.ok) {
    return json;
  }
  const { body } = json;
  const places = (shape.places?.(body) ?? [body]).filter(isJsonObject);
  const named = places.find((place) => isNamedTask(place, id, shape));
  if (named && (shape.isCertain?.(named) ?? true)) {
    return { ok: true, task: named, body };
  }
  const task = places.find((place) => shape.fields.some((field) => Object.hasOwn(place, field)));
  const failure = readFailure(response, shape.classifyCode) ?? shape.failureIn?.(response, body, task);
  if (failure) {
    return { ok: false, failure };
  }
  if (!task) {
    return { ok: false, failure: unexpectedShape(response, shape.expected, body) };
  }
  return isRequestedId(readWord(task, shape.id), id)
    ? { ok: true, task, body }
    : { ok: false, failure: unexpectedShape(response, 'the requested task', task) };
}

/** Whether an object has a state and the requested id. */
function isNamedTask(object: JsonObject, id: string, shape: Pick<TaskShape, 'id' | 'state'>): boolean {
  const found = readWord(object, shape.id);
  return found !== undefined && isRequestedId(found, id) && readWord(object, shape.state) !== undefined;
}
