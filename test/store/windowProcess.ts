// Another window, as a process of its own: `node windowProcess.js <file> <what> [no shared memory]`. It reports to its parent.
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../src/base/clock';
import { BusyError } from '../../src/base/errors';
import type { Logger } from '../../src/base/log';
import { openDatabase } from '../../src/store/sqlite/database';
import { createTaskStore } from '../../src/store/taskStore';
import type { Store } from '../../src/tasks/ports/store';
import { denySharedMemory } from './noSharedMemory';
import { settlement, start } from './sandbox';
import { snapshotOf } from '../tasks/trackedTasks';

const silent = (): void => undefined;
const log: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const [, , file = '', what = '', lacking] = process.argv;
if (lacking === 'no shared memory') {
  denySharedMemory(file);
}

function report(message: unknown): void {
  process.send?.(message);
}

function openStore(): Store {
  const opened = openDatabase({ file, clock: systemClock, log });
  if (opened.kind !== 'opened') {
    throw new Error(opened.problem.text);
  }
  return createTaskStore(opened.database, { clock: systemClock, windowId: String(process.pid), log });
}

/** Does work, again while another window writes: as the product does, which does not block meanwhile. */
function whenFree<T>(work: () => T): T {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof BusyError)) {
        throw error;
      }
    }
  }
}

/** Claims from fifty connections until nothing is due, and settles each claim with a notice. */
function work(): void {
  const store = openStore();
  const connections = Array.from({ length: 50 }, (_, index) => ({ id: `c${index}`, credentialVersion: 1 }));
  report('ready');
  process.once('message', () => {
    const claimed: string[] = [];
    for (;;) {
      const claims = whenFree(() => store.queue.claim({ connections, now: start, until: start + 60_000, limit: 1 }));
      if (claims.length === 0) {
        break;
      }
      for (const claim of claims) {
        claimed.push(`${claim.task.connection}/${claim.task.id}`);
        const transition = { from: 'running', to: 'succeeded', at: start } as const;
        whenFree(() => {
          store.queue.settle([settlement(claim, snapshotOf({ state: 'succeeded' }), start, { transition })]);
        });
      }
    }
    const shown: number[] = [];
    for (;;) {
      const notices = whenFree(() => store.outbox.claim(start, start + 60_000, 3));
      if (notices.length === 0) {
        break;
      }
      shown.push(...notices.map(({ sequence }) => sequence));
      whenFree(() => {
        store.outbox.settle(notices.map(({ sequence }) => sequence));
      });
    }
    store.dispose();
    report({ claimed, shown });
    process.disconnect();
  });
}

/** Opens the file as soon as the parent says so, and reports whether it could. */
function open(): void {
  report('ready');
  process.once('message', () => {
    const opened = openDatabase({ file, clock: systemClock, log });
    report(opened.kind === 'opened' ? { setAside: opened.damaged?.path } : opened.problem);
    process.once('message', () => {
      if (opened.kind === 'opened') {
        opened.database.dispose();
      }
      process.disconnect();
    });
  });
}

/** Claims, then begins a transaction that it never ends, and waits to be killed. */
function hang(): void {
  const store = openStore();
  const claims = store.queue.claim({
    connections: [{ id: 'works', credentialVersion: 1 }],
    now: start,
    until: start + 60_000,
    limit: 3,
  });
  const handle = new DatabaseSync(file);
  handle.exec('BEGIN IMMEDIATE; DELETE FROM tasks; UPDATE counter SET revision = revision + 1000');
  report(claims.length);
  process.on('message', () => {
    handle.exec('ROLLBACK');
  });
}

const tasks: Readonly<Record<string, () => void>> = { work, open, hang };
tasks[what]?.();
