import type { DatabaseSync } from 'node:sqlite';

/**
 * The columns of a task. Times and the services' numbers are REAL, because node:sqlite throws for an INTEGER past 2^53.
 * `listed_at` is when the state last changed: rows move with it, and not with each response. A first response that finds
 * the task under way is no change; until then it is when the task was tracked. `started_at` is the service's time, if it
 * names one. `due_at` is when a window may poll the task: its next poll, or the expiry of its lease.
 * `unseen` is 1 after the task failed, until the user has seen it in any window; a muted task's failure counts as seen.
 * `listed_revision` is the last change that moved the task in a list.
 */
const taskColumns = `
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  connection TEXT NOT NULL,
  id TEXT NOT NULL,
  provider TEXT NOT NULL,
  user_name TEXT,
  service_name TEXT,
  name TEXT NOT NULL AS (coalesce(user_name, service_name, id)),
  state TEXT NOT NULL,
  ended INTEGER NOT NULL,
  response_state TEXT,
  raw_state TEXT,
  percent REAL,
  completed REAL,
  failed REAL,
  total REAL,
  created_at REAL,
  ended_at REAL,
  error TEXT,
  facts TEXT,
  link TEXT,
  item_count INTEGER NOT NULL DEFAULT 0,
  tracked_at REAL NOT NULL,
  last_response_at REAL,
  changed_at REAL NOT NULL,
  listed_at REAL NOT NULL,
  started_at REAL NOT NULL AS (coalesce(created_at, tracked_at)),
  next_poll_at REAL,
  retry_at REAL,
  scheduled_at REAL,
  stale_since REAL,
  stale_failure TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  unseen INTEGER NOT NULL DEFAULT 0,
  muted INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER NOT NULL DEFAULT 0,
  due_at REAL,
  claim_token TEXT,
  claim_expires_at REAL,
  revision INTEGER NOT NULL,
  listed_revision INTEGER NOT NULL`;

/**
 * Step `n` migrates a file from version `n` to version `n + 1`. Never edit a released step. Add each column of `tasks`
 * to `removed_tasks` too. Responses, items, samples and transitions of a removed task stay until `removed_tasks` is purged; its
 * notices are deleted at once.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE counter (revision INTEGER NOT NULL) STRICT;
  INSERT INTO counter VALUES (0);

  CREATE TABLE tasks (${taskColumns}, UNIQUE (connection, id)) STRICT;
  CREATE INDEX tasks_by_activity ON tasks (ended, listed_at DESC);
  CREATE INDEX tasks_by_start ON tasks (started_at DESC);
  CREATE INDEX tasks_by_name ON tasks (name COLLATE NOCASE);
  CREATE INDEX tasks_by_connection_activity ON tasks (connection, ended, listed_at DESC);
  CREATE INDEX tasks_by_connection_start ON tasks (connection, started_at DESC);
  CREATE INDEX tasks_by_connection_name ON tasks (connection, name COLLATE NOCASE);
  CREATE INDEX tasks_due ON tasks (connection, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX tasks_claimed ON tasks (connection, claim_expires_at) WHERE claim_expires_at IS NOT NULL;
  CREATE INDEX tasks_counted ON tasks (connection, provider, state, stale_since, unseen);
  CREATE INDEX tasks_unseen ON tasks (ended, listed_at DESC) WHERE unseen = 1;
  CREATE INDEX tasks_by_revision ON tasks (revision);

  CREATE TABLE removed_tasks (${taskColumns}, removed_at REAL NOT NULL) STRICT;
  CREATE INDEX removed_tasks_by_revision ON removed_tasks (revision);

  CREATE TABLE responses (task INTEGER PRIMARY KEY, raw TEXT NOT NULL) STRICT;
  CREATE TABLE item_pages (
    task INTEGER NOT NULL,
    page INTEGER NOT NULL,
    items TEXT NOT NULL,
    PRIMARY KEY (task, page)
  ) STRICT;
  CREATE TABLE samples (
    task INTEGER NOT NULL,
    at REAL NOT NULL,
    percent REAL NOT NULL,
    PRIMARY KEY (task, at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE transitions (
    task INTEGER NOT NULL,
    at REAL NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (task, at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE notices (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    task INTEGER NOT NULL REFERENCES tasks (key) ON DELETE CASCADE,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at REAL NOT NULL,
    claim_expires_at REAL,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX notices_by_task ON notices (task);

  CREATE TABLE connections (
    connection TEXT PRIMARY KEY,
    credential_version REAL NOT NULL DEFAULT 0,
    rejected_since REAL,
    rejection TEXT,
    rejected_fingerprint TEXT,
    polling_paused_since REAL,
    backoff_since REAL,
    backoff_until REAL,
    backoff_failure TEXT,
    backoff_failures INTEGER NOT NULL DEFAULT 0,
    expiry_warned_at REAL,
    project_account TEXT,
    project TEXT,
    revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE first_requests (
    fingerprint TEXT PRIMARY KEY,
    window TEXT NOT NULL,
    claim_expires_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rate_limits (key TEXT PRIMARY KEY, spent_until REAL NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE presence (window TEXT PRIMARY KEY, level TEXT NOT NULL, until REAL NOT NULL) STRICT, WITHOUT ROWID;
  `,
];

/** Returns the version of a file, 0 for an empty one. @throws SQLite's error when the file is not a database */
export function fileVersion(handle: DatabaseSync): number {
  return Number(handle.prepare('PRAGMA user_version').get()?.user_version);
}

/**
 * Migrates a file to the newest version in one transaction. Windows that open it at the same time wait for each other,
 * and only the first one migrates it.
 * @param steps as {@link migrations}
 * @throws SQLite's error; the file is unchanged then
 */
export function migrate(handle: DatabaseSync, steps: readonly string[] = migrations): void {
  if (fileVersion(handle) >= steps.length) {
    return;
  }
  handle.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(fileVersion(handle))) {
      handle.exec(step);
    }
    handle.exec(`PRAGMA user_version = ${steps.length}`);
    handle.exec('COMMIT');
  } catch (error) {
    if (handle.isTransaction) {
      handle.exec('ROLLBACK');
    }
    throw error;
  }
}
