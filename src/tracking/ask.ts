import type { Credentials } from '../auth/credentials';
import type { KeptToken } from '../auth/iamPassword';
import type { Connection } from '../connections/connection';
import type { ListReading, Provider, Reading, TaskLister } from '../providers/provider';

/** Who is asked, as whom, and for how long. */
export interface Question {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly credentials: Credentials;
  /** Which of the connection's credentials they are; a trial's have none. */
  readonly version?: number;
  readonly kept?: KeptToken;
  readonly signal?: AbortSignal;
}

/** Asks services. */
export interface Asker {
  /** Asks for one task. @throws CancelledError only */
  task(question: Question, id: string): Promise<Reading>;
  /** Asks for a page of tasks. @throws CancelledError only */
  page(question: Question, list: TaskLister, page?: string): Promise<ListReading>;
}
