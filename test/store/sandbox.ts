import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Disposable } from '../../src/base/lifecycle';
import type { Logger } from '../../src/base/log';
import { inEnglish, type Message } from '../../src/base/message';
import { isIntact } from '../../src/store/sqlite/damagedFile';
import { openDatabase, type OpenedDatabase } from '../../src/store/sqlite/database';
import type { SqlDatabase } from '../../src/store/sqlite/sqlDatabase';
import { createTaskStore } from '../../src/store/taskStore';
import type { Snapshot } from '../../src/tasks/task';
import type { Claim, Settlement } from '../../src/tasks/ports/pollQueue';
import type { Store } from '../../src/tasks/ports/store';
import type { NewTask } from '../../src/tasks/ports/taskEditor';
import { createManualClock } from '../support/manualClock';
import { useFresh } from '../support/useFresh';
import { createMemoryStore } from './memoryStore';

/** A time to begin with, ms since the epoch. */
export const start = 1_800_000_000_000;

/** A log that keeps its lines for the test. */
export function createTestLog(): Logger & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  return { lines, trace: write, debug: write, info: write, warn: write, error: write };
}

/** A folder, a clock and a log for one test, and the windows that the test opens. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'task-store-'));
  readonly file = join(this.folder, 'storage', 'tasks.db');
  readonly clock = createManualClock(start);
  readonly log = createTestLog();
  /** Why windows stopped using the file while they ran, in English. */
  readonly left: string[] = [];
  private readonly owned: Disposable[] = [];

  /** Opens a file as a window does, whether it can be used or not. */
  open(file = this.file): OpenedDatabase {
    const onDidLeaveFile = (problem: Message): void => void this.left.push(inEnglish(problem));
    const { clock, log } = this;
    const opened = openDatabase({ file, clock, log, isIntact: isIntact(file), onDidLeaveFile });
    this.register(opened.database);
    return opened;
  }

  /** Opens a file that can be used. */
  database(file = this.file): SqlDatabase {
    const opened = this.open(file);
    if (opened.kind !== 'opened') {
      throw new Error(opened.problem.text);
    }
    return opened.database;
  }

  /** A window on the file. */
  window(windowId = 'a window', database = this.database()): Store {
    return this.register(createTaskStore(database, { clock: this.clock, windowId, log: this.log }));
  }

  /** A window without a file. */
  memory(): Store {
    return this.register(createMemoryStore({ clock: this.clock, windowId: 'memory', log: this.log }));
  }

  /** Disposes it at the end, before all that was opened or registered earlier. */
  register<T extends Disposable>(disposable: T): T {
    this.owned.push(disposable);
    return disposable;
  }

  end(): void {
    for (const each of this.owned.reverse()) {
      each.dispose();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Gives each test of a `describe` a sandbox of its own. */
export function useSandbox(): Sandbox {
  return useFresh(() => new Sandbox());
}

/** A task of the connection `works` unless said otherwise. */
export function newTask(id: string, more: Partial<NewTask> = {}): NewTask {
  return { connection: 'works', provider: 'huawei-dsc', id, ...more };
}

/** Claims all due tasks of `works`, or of another connection, for a minute. */
export function claimAll(store: Store, now: number, connection = 'works'): readonly Claim[] {
  return store.queue.claim({
    connections: [{ id: connection, credentialVersion: 1 }],
    now,
    until: now + 60_000,
    limit: 1_000,
  });
}

/** What the poller makes of a response that came at `now` for a claim; due again after a minute. */
export function settlement(claim: Claim, snapshot: Snapshot, now: number, more: Partial<Settlement> = {}): Settlement {
  const { items, raw: _raw, ...progress } = snapshot;
  const task = {
    ...claim.task,
    state: snapshot.state,
    progress,
    itemCount: items.length,
    lastResponseAt: now,
    changedAt: now,
    nextPollAt: now + 60_000,
  };
  return { claim, task, snapshot, ...more };
}
