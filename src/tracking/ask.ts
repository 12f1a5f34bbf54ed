import type { Credentials } from '../auth/credentials';
import type { Connection } from '../connections/connection';
import type { ListReading, Provider, Reading, TaskLister } from '../providers/provider';

/** Who is asked, as whom, and for how long. */
export interface Question {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly signal?: AbortSignal;
}

/** Asks services. */
export interface Asker {
  /** Asks for one task. @throws CancelledError only */
  task(question: Question, id: string): Promise<Reading>;
  /** Asks for a page of tasks. @throws CancelledError only */
  page(question: Question, list: TaskLister, page?: string): Promise<ListReading>;
}
