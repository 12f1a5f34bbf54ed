import type { Clock } from '../../base/clock';
import type { Settlement } from '../../tasks/ports/pollQueue';
import type { Responses } from './responses';
import { failedStates } from '../../tasks/task';
import type { OutboxTable } from './outbox';
import { toResponseColumns } from './taskRow';
import type { Samples } from './samples';
import type { Transitions } from './transitions';
import type { TrackedTask } from '../../tasks/trackedTask';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Writes a claim's result inside the caller's transaction. */
export type Settle = (settlement: Settlement, revision: number) => void;

/** The other tables that a result changes. */
interface SettleDeps {
  readonly clock: Clock;
  readonly responses: Responses;
  readonly samples: Samples;
  readonly transitions: Transitions;
  readonly outbox: OutboxTable;
}

/**
 * Creates the writer of results. It ignores a claim whose token is gone: another window has leased the connection, or
 * the task was removed or tracked again. It accepts a claim that has only expired.
 *
 * A changed name in the settlement is the service's; the user's own name takes precedence.
 */
export function createSettle(
  database: SqlDatabase,
  { clock, responses, samples, transitions, outbox }: SettleDeps,
): Settle {
  const write = database.query<{ key: number }>(
    `UPDATE tasks SET
      listed_revision = CASE
        WHEN state <> :state OR service_name IS NOT coalesce(:service_name, service_name)
          OR created_at IS NOT :created_at THEN :revision
        ELSE listed_revision END,
      listed_at = CASE WHEN state <> :state AND (response_state IS NOT NULL OR :ended) THEN :changed_at ELSE listed_at END,
      service_name = coalesce(:service_name, service_name),
      state = :state, ended = :ended, response_state = :response_state, raw_state = :raw_state, percent = :percent,
      completed = :completed, failed = :failed, total = :total, created_at = :created_at, ended_at = :ended_at,
      error = :error, facts = :facts, link = :link, item_count = :item_count, last_response_at = :last_response_at,
      changed_at = :changed_at, next_poll_at = :next_poll_at, retry_at = :retry_at, scheduled_at = :now, due_at = :next_poll_at, stale_since = :stale_since,
      stale_failure = :stale_failure, failures = :failures, unseen = iif(muted, 0, coalesce(:unseen, unseen)), claim_token = NULL, claim_expires_at = NULL,
      revision = :revision
    WHERE connection = :connection AND id = :id AND claim_token = :token RETURNING key`,
  );

  return ({ claim, task, snapshot, sample, transition }, revision) => {
    const row = write.get({
      ...toResponseColumns(task),
      now: clock.now(),
      // Without a transition, the first response found it so.
      unseen: transition === undefined ? null : Number(failedStates.includes(transition.to)),
      connection: claim.task.connection,
      id: claim.task.id,
      token: claim.token,
      service_name: task.name === claim.task.name ? null : task.name,
      revision,
    });
    if (row === undefined) {
      return;
    }
    if (snapshot !== undefined) {
      responses.save(row.key, snapshot);
    }
    if (sample !== undefined) {
      samples.add(row.key, sample);
    }
    if (hasNewState(claim.task, task)) {
      transitions.add(row.key, { at: task.changedAt, state: task.state });
    }
    if (transition !== undefined) {
      outbox.add(row.key, transition, revision);
    }
  };
}

/** Whether a response tells a state for the first time, or another one. */
function hasNewState(before: TrackedTask, now: TrackedTask): boolean {
  return before.state !== now.state || (before.progress === undefined && now.progress !== undefined);
}
