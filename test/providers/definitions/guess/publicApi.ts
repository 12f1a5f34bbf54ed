import type { TaskState } from '../../../../src/tasks/task';

/** A public API that is neither in the catalog nor among the samples: what its documentation shows, and what must be guessed. */
export interface PublicApi {
  readonly name: string;
  /** The page that shows the response, or `owner/repository: path` of the file that does. */
  readonly source: string;
  /** An address, or a curl command. */
  readonly request: string;
  readonly id: string;
  readonly status?: number;
  /** A task, in most APIs one that is not over. */
  readonly body: object;
  /** What must be found, key by key; undefined where nothing must be. */
  readonly finds: Readonly<Record<string, unknown>>;
  /** Changes of the body, and the states that the guessed definition must read then. */
  readonly states: readonly (readonly [change: object, state: TaskState, status?: number])[];
  /** Changes of the body to a failed task, and why it failed; undefined where the response does not say it. */
  readonly reasons?: readonly (readonly [change: object, reason: string | undefined])[];
}
